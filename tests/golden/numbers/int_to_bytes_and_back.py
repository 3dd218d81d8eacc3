for number in [0, 1, -1, 127, 128, -128, -129, 255, 256, 2**62, -2**63, 10**20, -10**20]:
    for length in (0, 1, 2, 8, 9, 12):
        for signed in (True, False):
            try:
                big = number.to_bytes(length, 'big', signed=signed)
                little = number.to_bytes(length, 'little', signed=signed)
                print(number, length, signed, big.hex(), little == big[::-1], int.from_bytes(big, signed=signed) == number)
            except OverflowError as error:
                print(number, length, signed, error)
print((5).to_bytes(), (5).to_bytes(3), (5).to_bytes(length=2, byteorder='little'), int.from_bytes([1, 2, 3]), int.from_bytes(b''))
for call in (lambda: (5).to_bytes(-1), lambda: (5).to_bytes(2, 'middle'), lambda: int.from_bytes('a'), lambda: int.from_bytes(5),
             lambda: int.from_bytes([256]), lambda: int.from_bytes(b'', 'x')):
    try:
        print(call())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
