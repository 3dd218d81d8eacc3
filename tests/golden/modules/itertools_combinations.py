def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


from itertools import combinations, combinations_with_replacement, permutations, product

print(list(product("ab", [1, 2])), list(product()), list(product("ab", repeat=2)), list(product([], "a")), list(product("a", repeat=0)))
print(list(permutations("abc")), list(permutations(range(4), 2)), list(permutations([])), list(permutations("ab", 3)))
print(list(combinations("abcd", 2)), list(combinations("abc", 3)), list(combinations("ab", 3)), list(combinations("ab", 0)))
print(list(combinations_with_replacement("abc", 2)), list(combinations_with_replacement([], 1)), list(combinations_with_replacement("a", 0)))
attempt(combinations, "ab", -1)
attempt(permutations, "ab", "a")
attempt(product, 5)
