def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


text = " \t abcxéxcba \n"
print(ascii(text.strip()), ascii(text.lstrip()), ascii(text.rstrip()))
print("xxaxx".strip("x"), "éaé€".strip("€é"), "abc".strip("") == "abc", "aaa".strip("a") == "", "abc".lstrip("cba"))
print("a.b.c".partition("."), "a.b.c".rpartition("."), "abc".partition("."), "abc".rpartition("."))
print("prefix-x".removeprefix("prefix-"), "x.py".removesuffix(".py"), "x".removesuffix(""), "abc".removeprefix("x"))
show(lambda: "a".strip(1))
show(lambda: "a".partition(""))
show(lambda: "a".partition(None))
show(lambda: "a".removeprefix(None))
