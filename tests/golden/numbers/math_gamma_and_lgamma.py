import math
for value in [1, 5, 23, 24, 0.5, -0.5, -1.5, 1e-300, 24.5, 100.3, 150.7, 171, 171.6, -100.5, -170.5, -200.5, math.inf, math.nan, 172, 0, -0.0, -1, -math.inf, 1e-309]:
    for function in (math.gamma, math.lgamma):
        try:
            print(function(value), end=' ')
        except (ValueError, OverflowError) as error:
            print(type(error).__name__, error, end=' ')
    print()
