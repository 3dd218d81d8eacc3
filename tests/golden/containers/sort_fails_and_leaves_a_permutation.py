class Countdown:
    left = 50

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        Countdown.left -= 1
        if Countdown.left == 0:
            raise ValueError("stop")
        return self.value < other.value


l = [Countdown(i * 7919 % 101) for i in range(100)]
members = set(map(id, l))
try:
    l.sort()
except ValueError as error:
    print(error, len(l), set(map(id, l)) == members)

l = [3, 1, 2]
try:
    l.sort(key=lambda v: l.append(v))
except (ValueError, TypeError) as error:
    print(type(error).__name__, error)
print(l)
l = [3, 1, 2]
try:
    l.sort(key=lambda v: (l.append(v), v)[1])
except ValueError as error:
    print(error, l)
try:
    [1, "a"].sort()
except TypeError as error:
    print(error)
l = [3, 1, 2]
l.sort(key=lambda v: (len(l), -v)[1])
print(l)
