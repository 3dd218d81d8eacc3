if (n := 3) > 2:
    print(n)
print([y := 1, y ** 2, y + 1], y)
print([last := x for x in range(3)], last)
data = iter([1, 2, 0, 4])
while value := next(data):
    print(value)
print({(k := 1): (v := 2)}, k, v)
print((a := 1, 2), a)


def f(x):
    return x


print(f(z := 9), z)
