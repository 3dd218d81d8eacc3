def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


for value in (1, 1.5, True, "a"):
    for spec in ["s", "d", "q", "é", "\x01", "10.", ".2", "5,,", ",_", "_,", ",x", "_n", ",c", "+c", "#c", "z", "zd", "9" * 20, "." + "9" * 20, ".9999999999f", "x5", "<<5d5"]:
        print(value, ascii(spec), end=" ")
        show(lambda: format(value, spec))
show(lambda: format(-1, "c"))
show(lambda: format(10**400, "f"))
show(lambda: format([], "5"))
show(lambda: format(None, "d"))
show(lambda: format(b"", "s"))
show(lambda: format(object(), "x") )
show(lambda: format(1, 2))
