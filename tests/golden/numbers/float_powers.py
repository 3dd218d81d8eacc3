inf = float('inf')
values = [0.0, -0.0, 0.5, 1.0, -1.0, 2.0, -2.0, 2.5, 1e200, inf, -inf, float('nan'), -0.5]
for a in values:
    for b in values:
        try:
            print(a ** b, end=' ')
        except (ZeroDivisionError, OverflowError) as error:
            print(type(error).__name__, error, end=' ')
    print()
