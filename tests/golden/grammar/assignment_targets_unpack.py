a = b = c = 1
a, b = b, 2
(a, b), [c, *d] = (1, 2), (3, 4, 5)
print(a, b, c, d)
*a, b = "xyz"
print(a, b)
a, *b, c = range(5)
print(a, b, c)
x = [0, 0, 0]
x[0], x[1:] = 1, (2, 3)
print(x)


class Box:
    pass


box = Box()
box.a = box.b = 5
box.a, box.c = box.b, 6
print(box.a, box.b, box.c)
(x) = [y] = (z,) = [7]
print(x, y, z)
t = *x, 8
print(t)
for i, (j, *k) in [(1, (2, 3, 4)), (5, (6,))]:
    print(i, j, k)
