pairs = [(0, 0.0), (1, True), (-1, -1.0), (2**61 - 1, float(2**61)), (2**61, 2.0**61), (-2**61, -2.0**61), (10**22, 1e22),
         (2**100, 2.0**100), (2**1000, 2.0**1000), (3, 3 + 0j), (2.5, 2.5 + 0j)]
for a, b in pairs:
    print(a == b, hash(a), hash(b))
print(hash(0.5), hash(0.1), hash(1e300), hash(5e-324), hash(-0.0), hash(float('inf')), hash(float('-inf')), hash(1j), hash(-1 - 1j))
print(hash(-1), hash(-2), hash(-2**61 + 1), hash(10**30), hash(-10**30), hash(None))
print({1: 'int', 1.0: 'float', True: 'bool', 1 + 0j: 'complex'})
