print('a' "b" '''c''' """d""", u'e', r'\n', R"\t", b'\x00\xff', rb'\x00', Br"\d", bR'\'')
print('\a\b\f\v\0\07\101\x41\u0041\U0001F600'.encode())
print("it's", 'say "hi"', 'it\'s', "\"", '\\', "tab\tend", """a"b""c""")
print('''line one
line two \
joined''')
print(b'a' b"b" b'''c''', len('\
'), '\r'.encode(), 'é\u0301', "\ud800" == '\ud800')
print(("one "
       "two "
       'three'))
