print(slice(5), slice(1, 2), slice(1, 2, 3), slice('a', [], None), slice(1, 2).start, slice(1, 2).step, slice(3).__reduce__())
print(slice(1, 2) == slice(1, 2), slice(1, 2) != slice(1, 3), slice(1, 2) < slice(1, 3), slice(2) == 2, slice([]) == slice([]))
print(hash(slice(1, 2, 3)), hash(slice(None)), hash(slice(10**30, -1, 0)))

class ByIndex:
    def __index__(self):
        return 2
print([1, 2, 3, 4][ByIndex():], 'abcd'[:ByIndex()], [1, 2, 3, 4][ByIndex()])
for call in (lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: slice(1, 2, 0).indices(5), lambda: slice(1).indices(-1), lambda: slice('a').indices(5),
             lambda: slice(1).indices('a'), lambda: hash(slice([])), lambda: slice(1) < 5, lambda: slice(1, 'a') < slice(1, 2), lambda: [1]['a':],
             lambda: [1][::0], lambda: 'abc'[1.5:], lambda: [1][10**30], lambda: [1]['a'], lambda: [1][None], lambda: (1,)['a'], lambda: 'ab'['a'],
             lambda: b'ab'['a'], lambda: bytearray(b'ab')['a'], lambda: range(3)['a'], lambda: [1][1], lambda: (1,)[-2], lambda: 'ab'[2],
             lambda: b'ab'[2], lambda: bytearray(b'ab')[2], lambda: range(3)[3]):
    try:
        print(call())
    except (TypeError, ValueError, IndexError) as error:
        print(type(error).__name__, error)
