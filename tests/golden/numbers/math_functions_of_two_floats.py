import math
values = [0.0, -0.0, 1.0, -2.5, 3.0, 1e300, math.inf, -math.inf, math.nan]
for name in ('atan2', 'copysign', 'fmod', 'remainder', 'pow', 'hypot', 'nextafter', 'isclose'):
    for a in values:
        for b in values:
            try:
                print(name, a, b, getattr(math, name)(a, b))
            except (ValueError, OverflowError) as error:
                print(name, a, b, type(error).__name__, error)
print(math.nextafter(1, 2, steps=3), math.nextafter(-1, 1, steps=2**62), math.nextafter(0, 1, steps=0), math.ldexp(1.5, 4), math.ldexp(1, -2000))
print(math.fma(0.1, 10, -1), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-10, abs_tol=1e-9))
for call in (lambda: math.fma(math.inf, 0, 1), lambda: math.fma(1e308, 10, 0), lambda: math.ldexp(1, 10**30), lambda: math.isclose(1, 2, rel_tol=-1),
             lambda: math.nextafter(1, 2, steps=-1), lambda: math.log(8, 1), lambda: math.log(0), lambda: math.sin('a'), lambda: math.atan2(1),
             lambda: math.sqrt(), lambda: math.trunc('a'), lambda: math.floor([]), lambda: math.ldexp(1, 1.5)):
    try:
        print(call())
    except (ValueError, OverflowError, TypeError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
