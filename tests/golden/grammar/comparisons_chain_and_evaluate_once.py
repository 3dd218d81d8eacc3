def value(n):
    print("value", n)
    return n


print(value(1) < value(2) < value(3))
print(value(3) < value(2) < value(1))
x = None
print(1 < 2 > 1 != 3, x is None is not True, 1 in [1] in [[1]], 2 not in [1])
