class Show:
    def __getitem__(self, key):
        return key


s = Show()
print(s[0], s[-1], s[1:2], s[:], s[::], s[1:], s[:2], s[::3], s[1:2:3], s[:2:], s[1::2])
print(s[1, 2], s[1,], s[1:2, 3], s[..., 0], s[()], s[(1, 2)], s[1:2, ::3, ...])
print(s[*[1, 2]], s[0, *[1, 2], 3], s[*"ab",], s[a := 1], a, s[lambda: 0].__name__)
print("abcdef"[1:-1][::2][0], [[1, 2], [3, 4]][1][0])
