def returning():
    try:
        yield 1
    except GeneratorExit:
        return "on exit"


def plain():
    yield 1


g = returning()
next(g)
print(g.close(), g.close())
g = plain()
next(g)
print(g.close())
print(plain().close())
