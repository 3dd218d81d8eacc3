import unicodedata

def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")

for character in "aA1 \u0301\u05d0(\u20ac\u0661\u2ffc\U0002ebf0\u0378\n":
    print(ascii(character), unicodedata.category(character), unicodedata.bidirectional(character), unicodedata.combining(character),
          unicodedata.mirrored(character), unicodedata.decimal(character, None), unicodedata.numeric(character, -1))
for text in ["\u00e9", "e\u0301", "\ufb01", "\u1e9b\u0323", "\uac00", "a\u0316\u0301", "\ud800\u00e9\udc00", "abc", ""]:
    print(ascii(text), [ascii(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")],
          unicodedata.is_normalized("NFC", text), unicodedata.is_normalized("NFD", text))
print(unicodedata.normalize("NFKD", "d\u00e9j\u00e0 vu").encode("ascii", "ignore"), unicodedata.unidata_version)
show(lambda: unicodedata.category("ab"))
show(lambda: unicodedata.category(1))
show(lambda: unicodedata.decimal("a"))
show(lambda: unicodedata.digit("a"))
show(lambda: unicodedata.numeric("a"))
show(lambda: unicodedata.normalize("X", "a"))
show(lambda: unicodedata.normalize("NFC", 1))
