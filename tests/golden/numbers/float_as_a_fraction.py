for number in [0.0, -0.0, 1.5, -0.1, 1e22, 5e-324, 2.0**70, 0.3, 1e-10, 123.456]:
    print(number.as_integer_ratio(), number.is_integer(), number.conjugate(), number.real, number.imag)
for number in (float('inf'), float('nan')):
    for convert in (float.as_integer_ratio, int, float.__floor__):
        try:
            print(convert(number))
        except (OverflowError, ValueError) as error:
            print(type(error).__name__, error)
print((2.5).__trunc__(), (-2.5).__trunc__(), (-2.5).__floor__(), (-2.5).__ceil__(), (1e25).__floor__(), (-0.5).__ceil__())
