for r in [range(0), range(5), range(1, 10, 3), range(10, 1, -3), range(10**20, 10**20 + 5), range(0, -10**20, -10**19), range(2**61 - 2, 2**61 + 2)]:
    print(r, list(r), list(reversed(r)), bool(r), len(r), r.start, r.stop, r.step)
    for key in [0, 1, -1, 4, -6, 10**30, True, 'a', 1.5, None]:
        try:
            print(r[key], end=' ')
        except (IndexError, TypeError) as error:
            print(error, end=' ')
    print()
    print(r[1:], r[:-1], r[::2], r[::-1], r[-3:3], r[10**30:], r[5:0:-1], r[:10**30:10**30])
