def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


class Made:
    def __bytes__(self): return b"made"
class Index:
    def __index__(self): return 2
for kind in (bytes, bytearray):
    for args in [(), (3,), (b"ab",), (bytearray(b"c"),), ([1, 2, 255],), (range(3),), ("é", "utf-8"), ("é", "ascii", "replace"), (Index(),), ("a",), (-1,), (1.5,), (None,), ([256],), (["a"],), (1, "a"), (10**30,), ("a", 1)]:
        show(lambda: kind(*args))
show(lambda: bytes(Made()))
show(lambda: bytes(errors="x"))
show(lambda: bytes(object()))
show(lambda: (bytes.fromhex(" 0aFF 10"), bytearray.fromhex("00")))
show(lambda: bytes.fromhex("0"))
show(lambda: bytes.fromhex("zz"))
class Sub(bytes):
    pass
print(Sub(b"x"), type(Sub.fromhex("41")).__name__, type(Sub(b"x")[:]).__name__, type(Sub(b"a") + b"b").__name__)
