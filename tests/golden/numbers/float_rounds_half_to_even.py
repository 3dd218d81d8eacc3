for number in [0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1.005, 0.125, 0.375, 1234.5, 1250.0, 1350.0, 12345.678, 5e-324, 1e16 + 2, 1e300, -0.04, 0.0, 1e22]:
    print(number, round(number), [round(number, places) for places in (0, 1, 2, 3, 10, 17, 323, 400, -1, -2, -3, -4, -16, -300, -308, -400)])
print(round(float('inf'), 2), round(float('nan'), 2), round(2.5, None), round(1.5, 10**30), round(1e308, -308))
for call in (lambda: round(float('inf')), lambda: round(float('nan')), lambda: round(1.7e308, -308), lambda: round(1.5, 'a')):
    try:
        print(call())
    except (OverflowError, ValueError, TypeError) as error:
        print(type(error).__name__, error)
