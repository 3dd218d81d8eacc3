values = [0, 1, -1, 5, -6, 255, -256, 2**61 - 1, -2**61, 2**64 - 1, -2**64, 10**25, -10**25]
for a in values:
    print(a, ~a, a.bit_length(), a.bit_count(), [a & b for b in values], [a | b for b in values], [a ^ b for b in values])
