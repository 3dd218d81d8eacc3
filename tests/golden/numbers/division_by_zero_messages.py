for call in (lambda: 1 // 0, lambda: 1 % 0, lambda: divmod(1, 0), lambda: 1 / 0, lambda: 10**30 // 0, lambda: 10**30 % 0,
             lambda: divmod(10**30, 0), lambda: 10**30 / 0, lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0,
             lambda: divmod(1.0, 0), lambda: 1 / 0.0, lambda: True / False, lambda: 0.0 ** -1, lambda: 0 ** -1, lambda: 1j / 0,
             lambda: 0j ** -1, lambda: 0j ** 1j):
    try:
        print(call())
    except ZeroDivisionError as error:
        print(error)
