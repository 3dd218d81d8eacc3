class V:
    def __init__(self, v): self.v = v
    def __repr__(self): return f"V({self.v})"
    def __add__(self, o): return V(self.v + o.v)
    def __eq__(self, o): return isinstance(o, V) and self.v == o.v
    def __hash__(self): return hash(self.v)
    def __lt__(self, o): return self.v < o.v
    def __len__(self): return 3
    def __getitem__(self, i): return i * 2
    def __contains__(self, i): return i == 7
    def __call__(self, *a, **k): return (a, k)
    def __bool__(self): return False
    def __iter__(self): return iter([1, 2])
    def __iadd__(self, o): return "iadd"
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __neg__(self): return "neg"
    def __index__(self): return 3
    def __divmod__(self, o): return "divmod"
    def __matmul__(self, o): return "matmul"


v = V(1)
print(v + V(3), v == V(1), hash(v), sorted([V(3), V(1)]), len(v), v[4], 7 in v, v(1, z=2), bool(v), list(v))
print(pow(v, 2), pow(v, 2, 3), v ** 4, -v, [0, 1, 2, 3][v], divmod(v, 1), v @ 1, hex(v))
v += 1
print(v)
