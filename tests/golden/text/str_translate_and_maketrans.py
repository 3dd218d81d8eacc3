def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


table = str.maketrans({"a": "1", "b": None, 99: "ccc", "d": 8364})
print(sorted(table), "abcde".translate(table))
print("hello".translate(str.maketrans("el", "ip", "o")), ascii("é".translate({233: "\u0301"})))
class Table:
    def __getitem__(self, key):
        if key == 97:
            raise LookupError
        return chr(key + 1)
print("abc".translate(Table()), "ab".translate(["x"] * 98))
show(lambda: str.maketrans("a", "bc"))
show(lambda: str.maketrans({"ab": 1}))
show(lambda: str.maketrans(1))
show(lambda: str.maketrans("a", 1))
show(lambda: "a".translate({97: -1}))
show(lambda: "a".translate({97: 1.5}))
show(lambda: "a".translate(5))
