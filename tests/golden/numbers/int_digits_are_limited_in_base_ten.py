for make in (lambda: str(10**4299)[:3], lambda: len(str(-(10**4300 - 1))), lambda: str(10**4300), lambda: repr(-10**5000),
             lambda: f'{10**5000}', lambda: '%d' % 10**5000, lambda: int('1' * 4300).bit_length(), lambda: int('1' * 4301),
             lambda: int('-' + '1' * 5000), lambda: int('1_1' * 3000), lambda: len(hex(10**5000)),
             lambda: int('f' * 6000, 16).bit_length(), lambda: int('7' * 6000, 8).bit_length(), lambda: int('1' * 6000, 3)):
    try:
        print(make())
    except ValueError as error:
        print(error)
