x = None
for i in range(300000): x = [x]
x = None
class Node: pass
for i in range(300000):
    n = Node(); n.next = x; x = n
x = None; del n
x = ()
for i in range(200000): x = (x,)
x = None
d = {}
for i in range(100000): d = {"a": d}
d = None
print("done")
