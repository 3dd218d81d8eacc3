def f(x):
    if x is 5: print('five')
    if x is not "a": print('not a')
    assert (x, "always")
    try: 1[0]
    except TypeError as e: print(e)
    try: "abc"(1)
    except TypeError as e: print(e)
    try: [1, 2]["a"]
    except TypeError as e: print(e)
    try: "abc"[1.5]
    except TypeError as e: print(e)
    try: {1}[0]
    except TypeError as e: print(e)
    return x is None, 1 is x, (1)(2) if 0 else 0, None[x] if 0 else 1, (lambda: 1)[0] if 0 else 2, f"{x}"["k"] if 0 else 3
print(f(5))
