def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


for data in (b"Hello, World", bytearray(b"a b\tc\n")):
    for name in ["upper", "lower", "title", "capitalize", "swapcase", "isalpha", "isspace", "istitle", "isascii", "split", "rsplit", "splitlines", "strip", "hex", "expandtabs"]:
        print(name, getattr(data, name)())
print(b"a,b,,c".split(b","), b"a,b,c".rsplit(b",", 1), b"a.b.c".partition(b"."), b"a.b".rpartition(b"x"), b"-".join([b"a", bytearray(b"b")]))
print(b"banana".find(b"an"), b"banana".rfind(97), b"banana".count(b"an"), b"banana".index(98), b"banana".replace(b"an", b"AN", 1), b"abc".replace(b"", b"-"))
print(b"abc".startswith((b"x", b"ab")), b"abc".endswith(b"c", 0, 2), b"xax".strip(b"x"), b"ab".center(6, b"*"), b"-5".zfill(4), b"ab".removeprefix(b"a"))
print(b"abc".translate(bytes.maketrans(b"ab", b"xy"), b"c"), b"abcdef".hex("-", 2), b"abcde".hex(":", -2), b"ab"[0], b"ab"[::-1], list(b"ab"), 97 in b"ab", b"b" in b"ab")
print(b"a" < b"b", b"a" == bytearray(b"a"), b"ab" * 2, 2 * bytearray(b"x"), b"a" + bytearray(b"b"), bytearray(b"a") + b"b", hash(b"a") == hash(b"a"), {b"k": 1}[b"k"])
show(lambda: b"a".find("a"))
show(lambda: b"a".find(300))
show(lambda: b"a".split("a"))
show(lambda: b"a".join(["a"]))
show(lambda: b"a".startswith("a"))
show(lambda: b"a".center(5, "x"))
key = "x"
show(lambda: b"a"[key])
show(lambda: b"a"[5])
show(lambda: "a" in b"a")
show(lambda: 300 in b"a")
show(lambda: hash(bytearray()))
