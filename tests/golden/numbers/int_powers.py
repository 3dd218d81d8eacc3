for base in [0, 1, -1, 2, -2, 3, 10, -10, 2**31, 10**20]:
    print([base ** n for n in (0, 1, 2, 3, 5, 8)])
print(2 ** 61, 2 ** 62, (-2) ** 61, (-2) ** 62, 2 ** 63, 3 ** 39, 3 ** 40, 7 ** 77)
print(1 ** 10**30, (-1) ** 10**30, (-1) ** (10**30 + 1), 0 ** 10**30, 0 ** 0, 10**30 ** 0)
print(2 ** -1, (-2) ** -3, 10 ** -2, 2 ** -1074, 2 ** -1080, 10**30 ** -1, True ** -1)
for power in (lambda: 0 ** -1, lambda: (10**400) ** -1, lambda: 10 ** -10**400):
    try:
        print(power())
    except (ZeroDivisionError, OverflowError) as error:
        print(type(error).__name__, error)
