for start in (None, 0, 2, -2, 100, -100, 10**30, -10**30):
    for stop in (None, 0, 3, -1, 100, -10**30):
        for step in (None, 1, 2, -1, -3, 10**30):
            s = slice(start, stop, step)
            print(s.indices(6), 'abcdef'[s], [1, 2, 3, 4, 5, 6][s] == list('123456'[s]) or len([0] * 6), s.indices(10**20), sep=' ')
