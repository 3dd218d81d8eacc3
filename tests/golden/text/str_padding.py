def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


for width in range(0, 9):
    print([ "ab".center(width, "*"), "abc".center(width, "é"), "a".ljust(width, "."), "€".rjust(width), "-42".zfill(width)])
print("a\tbc\td".expandtabs(), "a\tbc\n\td".expandtabs(4), "é\tx".expandtabs(3), ascii("a\tb".expandtabs(0)))
print("+5".zfill(4), "".zfill(2), "--1".zfill(5))
show(lambda: "a".center(5, "xx"))
show(lambda: "a".center(5, 1))
show(lambda: "a".ljust("5"))
show(lambda: "a".zfill(1.5))
