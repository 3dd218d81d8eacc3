rs = [range(0), range(3, 3), range(5, 1), range(3), range(0, 3, 1), range(0, 1, 5), range(0, 1), range(0, 10, 3), range(0, 11, 3), range(0, 13, 3), range(10**20)]
for a in rs:
    print(a, [int(a == b) for b in rs], hash(a), a == list(a) if len(rs) < 5 else a != 1)
for call in (lambda: range(1, 2, 0), lambda: range(1.5), lambda: range('a'), lambda: range(), lambda: range(1, 2, 3, 4), lambda: range(1, None),
             lambda: range(3) < range(4), lambda: len(range(10**30)), lambda: range(3) + range(3), lambda: range(5).index(9), lambda: range(5).index('a')):
    try:
        print(call())
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)
