for a in [1j, 1 + 2j, -2, -2.5, 0.5 - 1j, 2]:
    for b in [0, 1, 2, -3, 7, 100, 0.5, 1j, 2.5 - 1.5j]:
        if isinstance(a, complex) or isinstance(b, complex) or b == 0.5:
            print(a, b, a ** b)
for call in (lambda: 0j ** -1, lambda: 0j ** 1j, lambda: (1e200 + 1e200j) ** 2.5, lambda: (1 + 2j) ** 1000, lambda: pow(1j, 2, 3)):
    try:
        print(call())
    except (ZeroDivisionError, OverflowError, ValueError) as error:
        print(type(error).__name__, error)
print(0j ** 0, 0j ** 2, (-8) ** 0.5, (-8.0) ** (1 / 3), (1 + 1j) ** -100)
