def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


for spec in ["", "s", "6", "<6", ">6", "^7", "*^7", "é>7", ".2", "6.1", ">6.2s", "06", "^^5", "}<5"]:
    print(f"{spec:6}", [format(text, spec) for text in ("", "abc", "é€𝄞")])
for spec in ["d", "+", " ", "#", "=5", "z", ",", "_", ",s", "5.", "..", "5 ", "sx", "é"]:
    print(spec, end=" ")
    show(lambda: format("abc", spec))
