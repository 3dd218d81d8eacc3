values = [1, -1, 3, -3, 10, -10, 2**61, -2**61, 10**25, -10**25]
for a in [0, 7, -7, 10, 2**61 - 1, -2**61, 10**30 + 1, -10**30 - 1]:
    for b in values:
        quotient, rest = divmod(a, b)
        print(a, b, a // b, a % b, (quotient, rest) == (a // b, a % b), quotient * b + rest == a)
