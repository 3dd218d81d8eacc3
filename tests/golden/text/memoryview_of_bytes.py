def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")

data = bytearray(b"abcdef")
view, fixed = memoryview(data), memoryview(b"abc")
print(len(view), view[0], view[-1], view[1:3].tobytes(), view[2:].tolist(), view[4:1].nbytes, bytes(view), view.hex("-"))
print(view.readonly, fixed.readonly, view.toreadonly().readonly, view.obj is data, view.format, view.itemsize, view.ndim, view.shape)
view[0] = 65
view[1:3] = b"xy"
view[3:5] = view[0:2]
print(data, view == data, view == b"AxyAxf", view == "a", view != fixed, hash(fixed) == hash(b"abc"), list(fixed), 97 in fixed)
print(b"".join([fixed, view[:1]]), b"x" + fixed, b"abcd".startswith(fixed), b"xabc".find(fixed[1:]), str(fixed, "ascii"), int.from_bytes(fixed, "big"))
print(memoryview(fixed[1:])[0], bytearray(fixed), b"%b" % fixed, fixed.tobytes() == fixed, list(reversed(fixed)))
for change in (lambda: view[9], lambda: view["a"], lambda: view[0, 1], lambda: memoryview("a"), lambda: fixed.__setitem__(0, 1), lambda: view.__setitem__(0, 256),
               lambda: view.__setitem__(0, "a"), lambda: view.__setitem__(slice(0, 2), b"xyz"), lambda: view.__delitem__(0), lambda: hash(view), lambda: view < view,
               lambda: b"a" < fixed, lambda: data.append(1), lambda: data.clear(), lambda: data.pop(), lambda: data.extend(b"x"), lambda: view + b"x"):
    show(change)
print(data)
with view as same:
    print(same is view)
show(lambda: view[0])
show(lambda: len(view))
show(lambda: b"".join([view]))
data.append(33)
print(data, view.release())
part = memoryview(data)[1:]
show(lambda: data.append(1))
del part
data.append(34)
print(data)
