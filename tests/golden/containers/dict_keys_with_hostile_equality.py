class Key:
    hook = None

    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return 5

    def __eq__(self, other):
        if Key.hook:
            hook, Key.hook = Key.hook, None
            hook()
        return isinstance(other, Key) and self.value == other.value

    def __repr__(self):
        return f"Key({self.value})"


class Refusing:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        raise ValueError("no comparing")


d = {Key(i): i for i in range(20)}
del d[Key(3)]
print(d[Key(7)], Key(19) in d, Key(20) in d, len(d))
Key.hook = lambda: d.update({Key(i): i for i in range(100, 140)})
print(d.get(Key(15)), len(d))
Key.hook = d.clear
print(d.get(Key(10)), d)
d = {1: "a"}
for attempt in (lambda: d[Refusing()], lambda: Refusing() in d, lambda: d.update({Refusing(): 1}), lambda: {1} | {Refusing()}):
    try:
        attempt()
    except ValueError as error:
        print(error, len(d))
s = {Key(i) for i in range(30)}
Key.hook = s.clear
print(Key(29) in s, s)
