bounds = (None, -20, -3, -1, 0, 1, 3, 20)
for n in (0, 1, 5):
    for start in bounds:
        for stop in bounds:
            for step in (None, 2, -1, -3, 20):
                items = list(range(n))
                part = items[start:stop:step]
                assert tuple(part) == tuple(items)[start:stop:step]
                left, replaced, other = items[:], items[:], items[:]
                del left[start:stop:step]
                replaced[start:stop:step] = [9] * len(part)
                try:
                    other[start:stop:step] = (7, 8)
                except ValueError as error:
                    other = error
                print(n, start, stop, step, part, left, replaced, other)
