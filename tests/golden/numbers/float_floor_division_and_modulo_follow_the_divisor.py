inf = float('inf')
values = [0.0, -0.0, 1.0, -1.0, 3.5, -3.5, 0.1, 1e300, 5e-324, inf, -inf]
for a in values:
    for b in values:
        if b:
            print(a, b, a // b, a % b, divmod(a, b))
