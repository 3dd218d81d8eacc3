for args in [('',), (' ',), ('abc',), ('1.5',), ('1__0',), ('_1',), ('1_',), ('-',), ('--1',), ('- 1',), ('1 2',), ('1\x00',),
             ('0x',  0), ('0x_', 0), ('010', 0), ('0_7', 0), ('0b2', 0), ('9', 8), ('é',), (b'',), (b'1\xff',), ('x' * 300,),
             ('1', 1), ('1', 37), ('1', -1), ('1', 10**30), ('1', 'a'), (1, 10), (None,), ([],), (1j,), (object(),),
             (float('inf'),), (float('nan'),)]:
    try:
        print(int(*args))
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, ascii(str(error)).replace(hex(id(args[0])), ''))
try:
    int(base=10)
except TypeError as error:
    print(error)
