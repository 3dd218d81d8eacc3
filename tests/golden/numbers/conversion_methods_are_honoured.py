class ToInt:
    def __int__(self): return 5
class ToIndex:
    def __index__(self): return 6
class ToFloat:
    def __float__(self): return 2.5
class Wrong:
    def __int__(self): return 'x'
    def __float__(self): return 1
for kind in (ToInt, ToIndex, ToFloat, Wrong):
    for target in (int, float, complex):
        try:
            print(kind.__name__, target(kind()))
        except TypeError as error:
            print(kind.__name__, type(error).__name__, error)
print(hex(ToIndex()), [0, 1, 2, 3, 4, 5, 6][ToIndex()], range(ToIndex()), 'x' * ToIndex(), round(1.23456789, ToIndex()))
