import math
values = [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, -3.7, 10.25, 1e-10, 5e-324, 1e22, 170.5, -0.1, 1e300, math.inf, -math.inf, math.nan, 5, 10**400]
for name in ('acos acosh asin asinh atan atanh cbrt ceil cos cosh degrees erf erfc exp exp2 expm1 fabs floor frexp isfinite isinf isnan '
             'log log10 log1p log2 modf radians sin sinh sqrt tan tanh trunc ulp').split():
    for value in values:
        try:
            print(name, getattr(math, name)(value))
        except (ValueError, OverflowError) as error:
            print(name, type(error).__name__, error)
print(math.pi, math.e, math.tau, math.inf, math.nan, math.log(8, 2), math.log(10**400, 10), math.log2(2**1000), math.log10(10**400))
