def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


for text in ["", "  a b  c ", "a,b,,c", "a\u3000b\x1cc", ",", "aaaa"]:
    for args in [(), (None, 1), (None, 0), (",",), (",", 1), ("aa",), (" ", 2)]:
        print(ascii(text), args, ascii(text.split(*args)), ascii(text.rsplit(*args)))
print("a b c".split(maxsplit=1), "a-b-c".rsplit(sep="-", maxsplit=1))
print("a\nb\r\nc\rd\x0be\x0cf\x1cg\x85h\u2028i\n".splitlines())
print("a\n\nb\r\n".splitlines(True), "".splitlines(), "a\n".splitlines(keepends=True))
print(", ".join(["a", "b"]), "".join([]), "-".join("xyz"), "é".join(("a", "b")), "-".join({"k": 1}))
print("+".join(str(i) for i in range(5)))
show(lambda: "".join([1]))
show(lambda: "".join(["a", None]))
show(lambda: "".join(5))
show(lambda: "a".split(""))
show(lambda: "a".split(1))
