def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


from functools import singledispatch, singledispatchmethod


@singledispatch
def kind(x):
    return "object"


@kind.register(int)
def _(x):
    return "int"


@kind.register
def _(x: list):
    return "list"


@kind.register(float | str)
def _(x):
    return "float or str"


class I(int):
    pass


print(kind(1), kind([]), kind(1.5), kind("a"), kind(None), kind(I()), kind(True), kind.dispatch(int)(0))
attempt(kind)
attempt(kind.register, 5)


class C:
    @singledispatchmethod
    def show(self, value):
        return "base"

    @show.register
    def _(self, value: int):
        return "int"


print(C().show(1.5), C().show(1))
