print("carriage")
if 1:
    print("""a
b""".split("\n"))
