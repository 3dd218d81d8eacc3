for number in [0, 1, -1, 5, -5, 2**61 - 1, -2**61, 10**25, -10**25]:
    for count in [0, 1, 2, 31, 60, 61, 62, 63, 64, 65, 100]:
        print(number, count, number << count, number >> count)
print(0 << (1 << 70), 1 >> (1 << 70), -1 >> (1 << 70), True << 3)
for shift in (lambda: 1 << -1, lambda: 1 >> -1, lambda: 10**30 << -1, lambda: 10**30 >> -10**30, lambda: 1 << (1 << 64), lambda: 1 << (1 << 70)):
    try:
        print(shift())
    except (ValueError, MemoryError, OverflowError) as error:
        print(type(error).__name__, error)
