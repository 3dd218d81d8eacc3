def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


class Made:
    def __bytes__(self): return b"made"
print(b"%s %b %a %r" % (b"x", bytearray(b"y"), "\xe9", b"z"), b"%d|%5d|%-5d|%05.1f|%x|%#X" % (1, 2, 3, 4.5, 255, 255))
print(b"%c%c%c" % (65, b"B", bytearray(b"C")), b"%(k)s" % {b"k": b"v"}, b"%s" % Made(), b"%5.1s|%%" % b"abc", bytearray(b"%d") % 5)
cases = [(b"%s", "a"), (b"%b", 1), (b"%c", 256), (b"%c", b"ab"), (b"%d", "1"), (b"%f", "1"), (b"%y", 1), (b"%s", ()), (b"a", 1), (b"a", "x"), (b"%(k)s", {"k": b"v"}), (b"%", 1), (b"%5%", 1)]
for text, args in cases:
    print(text, ascii(args), end=" ")
    show(lambda: text % args)
