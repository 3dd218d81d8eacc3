# __eq__ and __lt__ of items empty the lists under comparison.
class E:
    def __eq__(s,o): a.clear(); b.clear(); return True
a=[E() for i in range(10)]; b=[E() for i in range(10)]
print(a==b)
a=[E() for i in range(10)]; b=[1]
try: print(a.index(5))
except ValueError as e: print(e)
a=[E() for i in range(10)]
print(a.count(5)); a=[E() for i in range(10)]
print(5 in a)
a=[E() for i in range(10)]
try: a.remove(5)
except ValueError as e: print(e)
class F:
    def __lt__(s,o): a.clear(); return True
    def __eq__(s,o): a.clear(); return False
a=[F() for i in range(10)]; b=[F() for i in range(10)]
print(a<b)
