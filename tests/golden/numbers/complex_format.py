for spec in ['', '.2f', '>30', '<30.3f', '*^40.1e', '+', '+.3f', ' .2g', 'g', '.3', '#.0f', 'G', ',.2f', '10', 'n', '020', '=20', 'd', 'x', '%', '.', 'd5']:
    for number in (1 + 2j, -12345.678 - 0.5j, 1e20j):
        try:
            print(repr(spec), repr(format(number, spec)))
        except ValueError as error:
            print(repr(spec), error)
