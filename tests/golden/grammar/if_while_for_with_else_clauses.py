for n in range(4):
    if n == 0: print("zero")
    elif n == 1:
        print("one")
    elif n == 2: print("two"); print("deux")
    else:
        print("more")
while n:
    n -= 1
    if n == 1: continue
    print("n", n)
else: print("ended")
while True:
    break
else:
    print("never")
for x in 1, 2, *[3, 4]:
    if x == 3: break
else: print("never")
for x in []: pass
else:
    print("empty")
if (1,
    2): print("joined")
if 1 and \
        2:
    print("continued")
for (a, b), c in [((1, 2), 3)]: print(a, b, c)
for d["k"] in [d := {}][:0]: pass
for [a, *b] in ["xyz"]: print(a, b)
