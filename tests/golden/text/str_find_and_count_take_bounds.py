def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


text = "abcébcabc"
for name in ("find", "rfind", "index", "rindex", "count", "startswith", "endswith"):
    method = getattr(text, name)
    for args in [("bc",), ("bc", 2), ("bc", -3), ("bc", None, 4), ("", 3), ("", 9), ("", 10), ("é", 1, -1), ("x",), ("abc", 6, 99)]:
        print(name, ascii(args), end=" ")
        show(lambda: method(*args))
show(lambda: text.find(1))
show(lambda: text.find("a", "b"))
show(lambda: text.startswith(("x", "a")))
show(lambda: text.startswith(("x", 1)))
show(lambda: text.startswith(1))
show(lambda: text.endswith(("bc", "z"), 1, 3))
show(lambda: "a" in "abc" and "" in "" and "é" not in "abc")
show(lambda: 1 in "abc")
