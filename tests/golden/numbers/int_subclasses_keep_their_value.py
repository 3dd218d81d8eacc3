class Number(int):
    def double(self):
        return self * 2

for number in (Number(7), Number(10**30), Number('ff', 16), Number(-3.9), Number()):
    print(number, type(number).__name__, type(+number).__name__, type(number + 0).__name__, number.double(), hash(number) == hash(int(number)))
number = Number(5)
number.label = 'five'
print(number.label, number.__dict__, number == 5, 5 == number, number < 6, {5: 'found'}[number], [0, 1, 2, 3, 4, 'item'][number])
print('ab' * number, list(range(number)), number ** 2, number << 70, ~number, -number, abs(Number(-5)), number / 2, divmod(number, 3))
print(type(Number.from_bytes(b'\x01\x00')).__name__, Number.from_bytes(b'\x01\x00'), f'{number:03d}', '%05d' % number, bool(Number(0)))

class Loud(int):
    def __repr__(self):
        return 'Loud!'

    def __add__(self, other):
        return 'added'

    def __radd__(self, other):
        return 'added from the right'

    def __int__(self):
        return 99

loud = Loud(5)
print(loud, str(loud), [loud], loud + 1, 1 + loud, 1.5 + loud, loud - 1, int(loud), float(loud), f'{loud}', '%d' % loud)
