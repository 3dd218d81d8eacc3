inf = float('inf'); nan = float('nan')
for number in [0j, -0j, 1j, -1j, 1 + 0j, 1 - 0j, complex(-0.0, 0.0), complex(0.0, -0.0), complex(nan, -inf), 1e16 + 1e-5j, 1.5 + 2.25j, 1e400j]:
    print(number, repr(number), str(number))
for text in ['1+2j', '1', 'j', '-j', '1-J', ' ( 1+2j ) ', '1e5-2e-5j', 'infj', 'nan+nanj', '-inf-nanj', '1_0+2_0j', '٣+٤j', '.5j', '',  '()', '(1',
             '1+2', '1 + 2j', '1+-2j', '++1j', '1j+2', 'j1', '1__0j', '1e', '1jj', 'i', '.j']:
    try:
        print(ascii(text), complex(text))
    except ValueError as error:
        print(ascii(text), error)
for args in [(1, 2), (1.5,), (True,), (1j, 2j), (1, 2j), ('1', 2), (1, '2'), (None,), (1, None), ([],), (b'1',)]:
    try:
        print(complex(*args))
    except TypeError as error:
        print(error)
print(complex(), complex(real=1), complex(imag=2), complex(real=1, imag=-2))
