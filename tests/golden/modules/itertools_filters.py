def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


from itertools import batched, compress, dropwhile, filterfalse, islice, pairwise, takewhile, zip_longest

print(list(compress("abcdef", [1, 0, 1, 0, 1])), list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(takewhile(lambda x: x < 3, [1, 2, 3, 1])))
print(list(filterfalse(lambda x: x % 2, range(6))), list(filterfalse(None, [0, 1, ""])))
for bounds in ((2,), (2, 4), (2, None), (0, None, 2), (1, 6, 3), (None,), (0,)):
    print(bounds, list(islice("abcdefg", *bounds)))
it = iter(range(10))
print(list(islice(it, 3)), list(islice(it, 2, 4)), list(it))
it = iter(range(10))
print(list(islice(it, 1, 5, 3)), list(it))
print(list(pairwise("abcd")), list(pairwise("a")), list(zip_longest("ab", "xyz", [1])), list(zip_longest("ab", "c", fillvalue="-")), list(zip_longest()))
print(list(batched("abcdefg", 3)), list(batched([], 2)), list(batched("abcd", 2, strict=True)))
attempt(lambda: list(batched("abcde", 2, strict=True)))
attempt(batched, "a", 0)
attempt(islice, [1], -1)
attempt(islice, [1], "a")
attempt(islice, [1], 1, 2, 0)
attempt(lambda: list(takewhile(lambda x: 1 / 0, [1])))
