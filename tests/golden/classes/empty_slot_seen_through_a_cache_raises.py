class S:
    __slots__ = ('a', 'b')
    def __init__(self, a): self.a = a
def get(s): return s.b
for i in range(50):
    s = S(i)
    if i % 2: s.b = i
    try: r = get(s)
    except AttributeError as e: r = str(e)
print(r)
s = S(1); s.b = 2; get(s); del s.b
try: print(get(s))
except AttributeError as e: print(e)
