def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


for data in [b"\xc3\xa9", b"\xff", b"a\x80b", b"\xe2\x82", b"\xe2\x28\xa1", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\x00\xd8a\x00", b"\xff\xfea"]:
    for encoding in ["utf-8", "ascii", "utf-16", "utf-16-be"]:
        for errors in ["strict", "ignore", "replace", "backslashreplace", "surrogateescape"]:
            print(data, encoding, errors, end=" ")
            show(lambda: data.decode(encoding, errors))
show(lambda: b"\\n\\x41\\u20ac\\101".decode("unicode_escape"))
show(lambda: b"\xef\xbb\xbfa".decode("utf-8-sig"))
show(lambda: b"a".decode("nope"))
show(lambda: b"\xff".decode("utf-8", "nope"))
try:
    b"ab\xff".decode()
except UnicodeDecodeError as error:
    print(error.encoding, error.object, error.start, error.end, error.reason)
