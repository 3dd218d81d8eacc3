import math
print(math.fsum([0.1] * 10), sum([0.1] * 10), math.fsum([1e100, 1, -1e100]), math.fsum([]), math.fsum([math.inf, 1]), math.fsum(range(5)))
print(math.fsum([1.0, 2.0**-53, 2.0**-106]), math.fsum([2.0**53, 1.0, 2.0**-60]), math.fsum(1 / n for n in range(1, 100)))
print(math.sumprod([1, 2, 3], [4, 5, 6]), math.sumprod([0.1] * 10, [1] * 10), math.sumprod([1e100, 1, -1e100], [1, 1, 1]), math.sumprod([], []),
      math.sumprod([10**30, 2], [3, 4]), math.sumprod([True, 2], [3.5, 1]), math.sumprod([2**40, 2**40], [2**40, 1]))
print(math.prod([]), math.prod([1, 2, 3]), math.prod([1.5, 2]), math.prod([2] * 100), math.prod(['a', 3], start=2))
print(math.hypot(), math.hypot(-3), math.hypot(3, 4), math.hypot(1e200, 1e200), math.hypot(1e-320, 1e-320), math.hypot(*[0.1] * 50), math.hypot(0.1, 0.2, 0.3))
print(math.dist((1, 2), (4, 6)), math.dist((0.1, 0.2, 0.3), (0.5, 0.25, 9.75)), math.dist([], []))
for call in (lambda: math.fsum([1e308, 1e308]), lambda: math.fsum([math.inf, -math.inf]), lambda: math.fsum(['a']), lambda: math.fsum(5),
             lambda: math.sumprod([1], [1, 2]), lambda: math.sumprod(1, 2), lambda: math.dist((1, 2), (1,)), lambda: math.dist(1, 2), lambda: math.prod(5)):
    try:
        print(call())
    except (ValueError, OverflowError, TypeError) as error:
        print(type(error).__name__, error)
