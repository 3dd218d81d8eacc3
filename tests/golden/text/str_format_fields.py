def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


class Point:
    x, y = 3, [1, {"k": "v"}]
print("{} {} {!r:>6} {a}".format(1, "b", "c", a=None), "{1}{0}{1}".format("a", "b"), "{{}}{{{}}}".format(5))
print("{0.x} {0.y[0]} {0.y[1][k]} {p.x:03}".format(Point, p=Point), "{a b}{}".format(1, **{"a b": 2}))
print("{:{}}|{:>{w}.{p}}|{0:{1}}".replace("{0:{1}}", "").format("a", 5, "abc", w=6, p=2))
print("{!s}{!r}{!a}".format("é", "é", "é"), "{:é^7}".format("x"), "{0:*<{1}}".format("q", 3))
print("{a}{b}".format_map({"a": 1, "b": 2}))
class Default(dict):
    def __missing__(self, key): return "<" + key + ">"
print("{a} {b}".format_map(Default(a=1)))
show(lambda: "{[k]}".format({"k": 7}))
