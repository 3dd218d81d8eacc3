NAMES = ["isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower",
         "isnumeric", "isprintable", "isspace", "istitle", "isupper"]
for text in ["", "a", "A1", "123", "١٢", "²", "½", "五", "Ab Cd", "AB", "ab", "ǅ", "ª", "Ⅷ", " \t", "\x1c", "\u2028",
             "\xa0", "\xad", "_x", "1x", "é", "a b", "\ud800", "\u200b", "def", "ʰ"]:
    print(f"{ascii(text):12}", " ".join(name[2:] for name in NAMES if getattr(text, name)()))
