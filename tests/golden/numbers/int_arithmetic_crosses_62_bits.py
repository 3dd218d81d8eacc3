values = [0, 1, -7, 2**31, 2**61 - 1, 2**61, -2**61, -2**61 - 1, 2**62, 2**63, -2**63, 2**64, 10**30, -3**50]
for a in values:
    for b in values:
        print(a, b, a + b, a - b, a * b)
