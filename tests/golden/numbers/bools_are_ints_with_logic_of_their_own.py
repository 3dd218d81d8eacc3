for a in (True, False):
    print(a, repr(a), str(a), int(a), float(a), -a, +a, ~(not a) + 0, abs(a), not a, hash(a), a.bit_length(), a.real, a.numerator, f'{a}', f'{a:d}', '%d' % a)
    for b in (True, False, 0, 1, 2):
        print(a & b, a | b, a ^ b, b & a, a + b, a * b, a == b, a < b, a is b, a << b)
print(bool([]), bool([0]), bool(0.0), bool(''), bool(None), bool(10**30), bool(), sum([True, True]), ['no', 'yes'][True], isinstance(True, int), bool.__mro__)
for call in (lambda: bool(1, 2), lambda: bool(x=1), lambda: type('B', (bool,), {}), lambda: bool.__new__(int)):
    try:
        print(call())
    except TypeError as error:
        print(error)
