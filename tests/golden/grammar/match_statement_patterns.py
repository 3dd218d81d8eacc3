class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y


class Color:
    RED = 1


def describe(value):
    match value:
        case None: return "none"
        case True | False as b: return "bool", b
        case 0: return "zero"
        case -1 | 2.5 | -3j | 1 + 2j | -1 - 2j: return "number", value
        case "a" "b" | b"c": return "text"
        case Color.RED: return "red"
        case str(): return "str", value
        case int(n) if n > 100: return "big", n
        case Point(0, 0): return "origin"
        case Point(x=0, y=y) | Point(y, 0): return "axis", y
        case Point(x, y=yy,): return x, yy
        case []: return "empty"
        case [x]: return "one", x
        case (1, *rest): return "one and", rest
        case [2, [a, *_], {"k": v}]: return "nested", a, v
        case [*_, "end"]: return "ends"
        case {}if not value: return "no keys"
        case {"type": "x", "value": v, **rest}: return v, rest
        case {1: _, -1: _, Color.RED: _}: return "never"
        case {"a": [p, q] | [p, q, _]}: return p, q
        case (float() | complex()) as z: return "float", z
        case _: return "other"


for v in (None, True, 0, -1, 2.5, 1 + 2j, "ab", b"c", 1, "s", 101, Point(0, 0), Point(0, 5), Point(5, 0), Point(1, 2),
          [], [9], (1, 2, 3), [2, [7, 8], {"k": 1, "l": 2}], [5, 6, "end"], {}, {"type": "x", "value": 3, "z": 4},
          {"a": [1, 2]}, {"a": [1, 2, 3]}, 7.5, object):
    print(describe(v))
match 1, 2:
    case 1, x: print("open sequence", x)
match [1, 2, 3]:
    case first, *others if others:
        print(first, others)
match (1):
    case (((y))): print(y)
match -1:
    case x: print(x)
match [*[1], 2]:
    case [1, 2,]: print("list")
match not 0:
    case True: print("not")
match lambda: 0:
    case f: print(f())
