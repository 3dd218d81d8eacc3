# habu: only
import math
for call in (lambda: 1 << 10**11, lambda: (1 << 10**9) ** 100, lambda: 10 ** 10**11, lambda: math.factorial(10**12),
             lambda: math.comb(10**18, 10**12), lambda: math.perm(10**18, 10**12), lambda: 3 ** 10**15):
    try:
        print(call())
    except MemoryError:
        print('MemoryError')
