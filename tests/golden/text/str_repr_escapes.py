for text in ["a", "it's", '"', "'\"", "\\", "\n\r\t\x00\x1f\x7f", "\x80\xa0\xad\xe9", "\u200b\u2028\u0378", "€𝄞\U000e0001", "\ud800", "\ufeff"]:
    print(ascii(repr(text)), ascii(text), len(repr(text)))
print([b"it's", b'"', b"'\"", b"\\\n\x00\xff", bytearray(b"it's\n")])
