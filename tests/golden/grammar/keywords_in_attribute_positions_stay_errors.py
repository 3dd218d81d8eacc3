for text in ("x.for", "f(if=1)", "import in", "def or(): pass", "None = 1", "x.True", "lambda not: 1", "class is: pass"):
    try:
        compile(text, "<text>", "exec")
    except SyntaxError as e:
        print(text, "-", e.msg, e.lineno, e.offset)
