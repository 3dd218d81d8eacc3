# More context managers than blocks may nest: an error, at any number.
for count in 22, 50000:
    try:
        compile("with " + ", ".join(["a"] * count) + ": pass\n", "<string>", "exec")
    except SyntaxError as error:
        print(count, error.msg)
