def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


show(lambda: (str(), str(5), str(None), str("é"), str(b"ab"), str(object=1.5)))
show(lambda: (str(b"\xc3\xa9", "utf-8"), str(b"\xff", errors="replace"), str(bytearray(b"x"), encoding="ascii")))
show(lambda: str("a", "utf-8"))
show(lambda: str(1, "utf-8"))
show(lambda: str(b"a", 1))
show(lambda: str(b"a", "nope"))
show(lambda: str.__new__(int))
class Bad:
    def __str__(self): return 1
show(lambda: str(Bad()))
