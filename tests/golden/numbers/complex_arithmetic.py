inf = float('inf')
values = [0j, 1j, 1 + 2j, -1.5 - 2.5j, complex(0.0, -0.0), 1e200 + 1e200j, complex(inf, 1), 2, -0.5, True, 10**20]
for a in values:
    for b in values:
        print(a + b, a - b, a * b, end=' ')
        try:
            print(a / b)
        except ZeroDivisionError as error:
            print(error)
for call in (lambda: 1j // 1, lambda: 1j % 1, lambda: divmod(1j, 1), lambda: 1j < 2j, lambda: ~1j, lambda: 1j + 10**400, lambda: 1j + None,
             lambda: int(1j), lambda: float(1j), lambda: round(1j), lambda: abs(complex(1.7e308, 1.7e308)), lambda: 1j & 1):
    try:
        print(call())
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)
print(abs(3 + 4j), -(1 + 2j), +1j, (1 + 2j).conjugate(), (1 + 2j).real, (1 + 2j).imag, bool(0j), bool(1j), 1j == 1j, 1j != 1, 2 + 0j == 2, 2 + 0j == 2.0)
