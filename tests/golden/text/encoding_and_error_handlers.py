def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


text = "aé€𝄞\ud800\udc80"
for encoding in ["utf-8", "ascii", "latin-1", "utf-16", "utf-16-be", "utf-32", "utf-8-sig"]:
    for errors in ["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape", "surrogatepass"]:
        print(encoding, errors, end=" ")
        show(lambda: text.encode(encoding, errors))
print("aé€\n".encode("unicode_escape"), "aé€\n".encode("raw_unicode_escape"), "x".encode("U8"), "x".encode("Latin1"), "x".encode("ISO_8859-1"))
show(lambda: "é".encode("nope"))
show(lambda: "é".encode("ascii", "nope"))
show(lambda: "é".encode(1))
try:
    "aéé".encode("ascii")
except UnicodeEncodeError as error:
    print(error.encoding, ascii(error.object), error.start, error.end, error.reason)
