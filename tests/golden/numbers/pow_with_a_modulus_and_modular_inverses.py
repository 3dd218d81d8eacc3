for base in [0, 1, 2, -3, 10**20, -10**20 + 1, 2**61]:
    for exponent in [0, 1, 2, 5, -1, -2, 10**20]:
        for modulus in [1, -1, 2, 7, -7, 12, 10**20 + 39, -10**20]:
            try:
                print(pow(base, exponent, modulus), end=' ')
            except ValueError as error:
                print('no', end=' ')
        print()
for args in [(2, 3, 0), (2, -1, 4), (0, -1, 7), (2.0, 3, 5), (2, 3, 5.0), (2, 3, 'a'), ('a', 3, 5), (1j, 2, 3)]:
    try:
        print(pow(*args))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
