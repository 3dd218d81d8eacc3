def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


print(list[int], dict[str, int], list[list[int]], list["x"], list[...], tuple[int, ...], list[None], tuple[()], list[[int]], type[int])
print(int | str, int | None, None | int, (int | str) | int, int | list[int], list[int] | None, (int | str).__args__)
print((int | str) == (str | int), hash(int | str) == hash(str | int), isinstance(1, int | str), issubclass(bool, int | str), isinstance(None, int | None), isinstance(1.5, int | str))
show(lambda: isinstance(1, list[int])); show(lambda: int | 3); show(lambda: list[int][str])
print(list[int](), list[int] == list[int], list[int].__origin__, list[int].append, list[int].__class__, type(list[int]), dict[str, int](a=1), hash(list[int]) == hash(list[int]))
