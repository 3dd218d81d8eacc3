for text in ['0', '-0', '1', '+1.5', '.5', '5.', '1e5', '1E-5', '1e+5', '1_0.0_1', '1e1_0', ' 2.5\n', 'inf', '-INF', '+Infinity', 'nan', '-nan',
             '1e400', '-1e400', '1e-400', '9007199254740993', '9007199254740992.9999999999999999', '2.2250738585072011e-308',
             '4.9e-324', '2.4e-324', '١.٥', '\u00a01\u2003', '1' * 400, '0.' + '0' * 400 + '1', '',  ' ', '.', 'e5', '1e', '1e+',
             '1__0', '_1', '1_', '1_.5', '1._5', '1_e5', '1 2', '- 1', '+-1', 'infinit', 'nan1', '0x10', '1,5', '1\x00', 'é']:
    try:
        print(ascii(text[:30]), float(text))
    except ValueError as error:
        print(ascii(text), ascii(str(error)))
print(float(), float(3), float(True), float(b'1.5'), float(bytearray(b' 2e3 ')))
for value in (None, [], 1j, 10**400, b'abc'):
    try:
        print(float(value))
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)
