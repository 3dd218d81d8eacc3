def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


cases = [("%s", ()), ("%s%s", ("a",)), ("%s", ("a", "b")), ("a", 1), ("a", (1,)), ("a", "b"), ("%d", "1"), ("%d", None), ("%x", 1.5), ("%x", "a"), ("%f", "a"), ("%c", "ab"),
         ("%c", -1), ("%c", 1114112), ("%c", 1.5), ("%(a)s", 1), ("%(a)s", (1,)), ("%(a)s", {}), ("%(a", {}), ("%", 1), ("%5", 1), ("%.", 1), ("%y", 1), ("aé%y", 1), ("%é", 1),
         ("%*d", ("a", 1)), ("%*d", (1,)), ("%.*d", ("a", 1)), ("%99999999999999999999d", 1), ("%.99999999999d", 1), ("%d", float("inf")), ("%d", float("nan")), ("%5%", ()), ("%(a)s %s", {"a": 1})]
for text, args in cases:
    print(ascii(text), ascii(args), end=" ")
    show(lambda: text % args)
show(lambda: "a" % [])
show(lambda: "a" % {})
