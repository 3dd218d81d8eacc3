for call in (lambda: 1 + 'a', lambda: 'a' + 1, lambda: 1 - None, lambda: [] * 1.5, lambda: 1.5 & 1, lambda: 1.5 << 1, lambda: 1 @ 2, lambda: -'a',
             lambda: ~1.5, lambda: 1 < 'a', lambda: 1.0 >= None, lambda: 1j > 1, lambda: abs('a'), lambda: divmod(1, 'a'), lambda: pow('a', 2),
             lambda: round('a'), lambda: 5(), lambda: (5).missing, lambda: (5.0).missing, lambda: setattr(5, 'x', 1), lambda: int.__add__('a', 1),
             lambda: int.__new__(str, 1), lambda: int.__new__(1), lambda: float.__new__(int), lambda: (1).__format__(5), lambda: (1.5).__format__(None)):
    try:
        print(call())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
print((1).__add__('a'), (1.0).__lt__('a'), (1).__eq__(1.0), (1.0).__eq__(1), (1j).__lt__(1j), (1).__pow__(2, 3), (2).__rpow__(3), (5).__rsub__(3))
