for value in (None, Ellipsis, NotImplemented):
    print(value, repr(value), type(value).__name__, type(value)() is value, value == value, value is not None)
print(bool(None), bool(...), hash(None), None == 0, type(...) is type(Ellipsis))
for kind in (type(None), type(...), type(NotImplemented)):
    for call in (lambda: kind(1), lambda: kind(x=1), lambda: type('Sub', (kind,), {})):
        try:
            print(call())
        except TypeError as error:
            print(error)
