x = 7
x += 3
x -= 1
x *= 4
x //= 5
x **= 2
x %= 30
x <<= 2
x >>= 1
x |= 1
x &= 0xF
x ^= 2
print(x)
x /= 2
print(x)
a = [1, 2]
a[0] += 5
a[-1] *= 3
print(a)


class Matrix:
    def __matmul__(self, other):
        return "matmul", other

    def __imatmul__(self, other):
        return "imatmul", other


m = Matrix()
print(m @ 1)
m @= 2
print(m)
