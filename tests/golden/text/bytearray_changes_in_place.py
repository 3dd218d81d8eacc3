def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


data = bytearray(b"hello")
alias = data
data += b" world"
data.append(33)
data.extend([65, 66])
data.insert(0, 60)
data.insert(-1, 62)
print(data, data is alias, data.pop(), data.pop(0), data)
data.remove(32)
data.reverse()
print(data, len(data), data.copy() is data)
data[0] = 48
data[1:3] = b"12345"
data[-2:] = []
data[::3] = bytes(len(data[::3]))
print(data)
del data[0], data[2:5], data[::2]
print(data)
data *= 2
print(data, data * 0)
data.clear()
print(data, bool(data))
numbers = bytearray(range(10))
numbers[2:8:2] = b"abc"
numbers[:0] = numbers
print(numbers)
for change in ["append(256)", "append('a')", "extend('a')", "extend(1)", "pop(99)", "remove(1)", "insert('a', 1)", "__setitem__(0, 256)", "__setitem__(99, 1)",
               "__setitem__('a', 1)", "__setitem__(slice(0, 1), 5)", "__setitem__(slice(0, 4, 2), b'abc')", "__delitem__(99)"]:
    print(change, end=" ")
    show(lambda: eval("bytearray(b'abcd')." + change))
show(lambda: bytearray().pop())
