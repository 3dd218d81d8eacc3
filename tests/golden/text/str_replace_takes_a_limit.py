def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


print("aXbXc".replace("X", "--"), "aaa".replace("a", "b", 2), "aaa".replace("aa", "b"), "abc".replace("", "-"))
print("abc".replace("", "-", 2), "".replace("", "x"), "aé€".replace("", "."), "a".replace("a", ""), "aé".replace("é", "e"))
print("abc".replace("b", "b"), "aaa".replace("a", "b", 0), "aaa".replace("a", "b", -1), "aaa".replace("a", "b", count=1))
show(lambda: "a".replace("a"))
show(lambda: "a".replace("a", 1))
show(lambda: "a".replace(None, "b"))
