def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


show(lambda: "a" + 1)
show(lambda: 1 + "a")
show(lambda: "a" + None)
show(lambda: "a" + b"a")
show(lambda: b"a" + "a")
show(lambda: "a" * "b")
show(lambda: "a" * 1.5)
show(lambda: "ab" * 3 + 2 * "é" + "x" * -1 + "y" * True)
show(lambda: "a" < 1)
show(lambda: ("a" < "b", "é" > "z", "a" == b"a", "abc" >= "abd", "\uffff" < "\U00010000"))
show(lambda: "a" - "b")
class Right:
    def __radd__(self, other): return ("radd", other)
    def __rmul__(self, other): return ("rmul", other)
    def __rmod__(self, other): return ("rmod", other)
show(lambda: "a" + Right())
show(lambda: "a" * Right())
show(lambda: b"a" + Right())
show(lambda: "a" % Right())
