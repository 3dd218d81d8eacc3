import math
for n in [0, 1, 2, 7, 12, 100, 10**20]:
    for k in [0, 1, 2, 5, 30]:
        print(math.comb(n, k), math.perm(n, k), math.gcd(n, k), math.lcm(n, k), math.isqrt(n * n + k))
print(math.factorial(0), math.factorial(30), math.perm(6), math.gcd(), math.lcm(), math.gcd(12, 18, 24), math.lcm(4, 6, 10), math.gcd(-4, 6))
for call in (lambda: math.factorial(-1), lambda: math.factorial(1.5), lambda: math.factorial(10**30), lambda: math.comb(-1, 2), lambda: math.comb(5, -1),
             lambda: math.comb(10**30, 10**20), lambda: math.perm(10**30, 10**20), lambda: math.perm(-1), lambda: math.perm(5, -1), lambda: math.gcd(1.5),
             lambda: math.isqrt(-1), lambda: math.isqrt(1.5), lambda: math.comb(5, 1.5)):
    try:
        print(call())
    except (ValueError, OverflowError, TypeError) as error:
        print(type(error).__name__, error)
