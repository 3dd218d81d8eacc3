# Keys and comparisons change the list being sorted, or fail.
l=list(range(50))
def k(x): l.clear(); return -x
try: l.sort(key=k)
except ValueError as e: print(e)
print(len(l))
l=[3,2,1]
class A:
    def __init__(s,v): s.v=v
    def __lt__(s,o): l.append(1); return s.v<o.v
l=[A(i) for i in range(10)]
try: l.sort()
except ValueError as e: print(e)
class B:
    def __lt__(s,o): raise KeyError(1)
l=[B() for i in range(50)]
try: l.sort()
except KeyError: print(len(l))
l=[1,2,3]*20+['a']
try: l.sort()
except TypeError as e: print(len(l))
