import copy
import enum
from enum import Enum, IntEnum, StrEnum, auto, unique, member, nonmember


class Color(Enum):
    """Colours."""
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1

    def describe(self):
        return f"{self.name} is {self.value}"

    @property
    def half(self):
        return self.value / 2

    @classmethod
    def first(cls):
        return cls.RED


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


print(Color, repr(Color.RED), Color.RED, f"{Color.RED}", f"{Color.RED:>12}", Color.RED.name, Color.RED.value)
print(list(Color), len(Color), list(reversed(Color)), Color.CRIMSON is Color.RED, Color["GREEN"], Color(3))
print(dict(Color.__members__), Color.RED.describe(), Color.BLUE.half, Color.first(), Color.__doc__)
print(Color.RED == Color.RED, Color.RED == 1, Color.RED != Color.BLUE, Color.RED in Color, 2 in Color, 9 in Color)
print(type(Color.RED), isinstance(Color.RED, Color), type(Color), bool(Color), bool(Color.RED), {Color.RED: 1}[Color.RED])
print(copy.copy(Color.RED) is Color.RED, copy.deepcopy([Color.RED])[0] is Color.RED, Color.RED.GREEN)
attempt(lambda: Color(4))
attempt(lambda: Color["PINK"])
attempt(lambda: Color.PINK)
attempt(lambda: setattr(Color, "RED", 5))
attempt(lambda: delattr(Color, "RED"))
attempt(lambda: Color.RED < Color.BLUE)


def extend():
    class More(Color):
        PINK = 4


def twice():
    class Twice(Enum):
        A = 1
        A = 2


@attempt
def duplicate():
    @unique
    class U(Enum):
        A = 1
        B = 1
        C = 2
        D = 2


attempt(extend)
attempt(twice)


class Auto(Enum):
    A = auto()
    B = auto()
    C = 10
    D = auto()


class Names(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name + str(count)
    X = auto()
    Y = auto()


print(list(Auto), list(Names))


class Planet(Enum):
    EARTH = (5.9, 6.3)
    MARS = (0.6, 3.3)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius


print(Planet.EARTH, Planet.MARS.radius, Planet((5.9, 6.3)), repr(Planet.EARTH))


class Coordinate(bytes, Enum):
    def __new__(cls, value, label):
        obj = bytes.__new__(cls, [value])
        obj._value_ = value
        obj.label = label
        return obj
    PX = (0, "P.X")
    PY = (1, "P.Y")


print(str(Coordinate.PY), Coordinate.PY.label, Coordinate(1), Coordinate.PX == b"\0")


class Num(IntEnum):
    ONE = 1
    TWO = auto()


print(Num.ONE, repr(Num.TWO), Num.ONE + Num.TWO, Num.TWO > 1, f"{Num.TWO:03d}", "%d" % Num.TWO, Num(2) is Num.TWO, [10, 20, 30][Num.ONE],
      Num.ONE == 1, hash(Num.ONE) == hash(1), isinstance(Num.ONE, int), sorted([Num.TWO, Num.ONE]), str(Num.TWO), int(Num.TWO))


class Mood(StrEnum):
    HAPPY = auto()
    SAD = "blue"


print(Mood.HAPPY, repr(Mood.SAD), Mood.HAPPY + "!", Mood("blue"), f"{Mood.SAD:>6}", Mood.HAPPY == "happy", Mood.SAD.upper(), "-".join(Mood))


class Mixed(str, Enum):
    A = "a"
    B = "b"


print(Mixed.A, repr(Mixed.A), Mixed.A == "a", f"{Mixed.A}", Mixed("b"), Mixed.A.value, "x" + Mixed.A, format(Mixed.A))


class Special(Enum):
    _ignore_ = "i"
    i = 5
    one = 1
    two = nonmember(2)

    @member
    def func(): return 3

    class Nested: pass

    @classmethod
    def _missing_(cls, value):
        if value == "uno":
            return cls.one


print(list(Special)[0], len(Special), Special.two, Special.Nested.__name__, Special("uno"))
attempt(lambda: Special("due"))
Animal = Enum("Animal", "CAT DOG")
print(list(Animal), Animal.__module__, Animal.CAT)
print(list(Enum("E1", ["A", "B"], start=5)), list(Enum("E2", [("A", "x"), ("B", "y")])), list(Enum("E3", {"A": 1.5})), list(IntEnum("E4", "A B")))
print(list(Enum("E5", {"A": "x"}, type=str)))


class Base(Enum):
    def shout(self):
        return self.name.upper() + "!"

    def __str__(self):
        return "custom " + self.name


class Derived(Base):
    a = 1
    name_ = 2


print(Derived.a.shout(), Derived.a, f"{Derived.a}", repr(Derived.a), Derived.__mro__)


class Odd(Enum):
    value = 1
    name = 2
    other = [3]


print(Odd.value.value, Odd.name.name, Odd.value, Odd([3]), list(Odd))


class Sub(Enum):
    def __init_subclass__(cls, **kwds):
        print("subclass", cls.__name__, list(cls), kwds)


class WithMembers(Sub):
    A = 1


match Color(2):
    case Color.RED:
        print("red")
    case Color.GREEN:
        print("green")
