inf = float('inf')
ints = [0, 1, 2**53, 2**53 + 1, -2**53 - 1, 2**62 + 1, 10**16 + 1, 10**22, 10**400, -10**400]
floats = [0.0, -0.0, 0.5, 1.0, 2.0**53, -2.0**53, 2.0**62, 1e16, 1e22, 1.7976931348623157e308, inf, -inf, float('nan')]
for a in ints:
    for b in floats:
        print(int(a < b), int(a <= b), int(a == b), int(a != b), int(a > b), int(a >= b), int(b < a), int(b == a), int(b >= a), end='; ')
    print()
print(sorted([0.5, 10**20, -1, 1e19, True, 10**19, -inf, 2**53 + 1, 2.0**53, inf]))
