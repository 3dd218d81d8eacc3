l = list(range(5))
l[2:2] = l
print(l)
l[::2] = l[1::2]
print(l)
l[:] = iter("abc")
print(l)
l[1:] = []
print(l)
try:
    l[0:1] = 5
except TypeError as error:
    print(error)
