class Six:
    def __eq__(self, other):
        return other == 6
for r in [range(0), range(10), range(0, 10, 3), range(9, -1, -3), range(10**20, 10**20 + 10), range(-5, 2**62, 2**60)]:
    for item in [0, 6, 7, -5, 9.0, 6.5, 'a', None, True, 10**20 + 1, 6 + 0j, Six()]:
        try:
            print(item in r, r.count(item), r.index(item), end='; ')
        except ValueError as error:
            print(str(error) if not isinstance(item, Six) else 'no', end='; ')
    print()
