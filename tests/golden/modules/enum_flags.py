from enum import Flag, IntFlag, auto, STRICT, CONFORM, EJECT, KEEP, verify, NAMED_FLAGS, CONTINUOUS, UNIQUE, Enum, show_flag_values


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


print(Perm, list(Perm), Perm.R | Perm.X, repr(Perm.R | Perm.X), Perm.RW, repr(Perm.R | Perm.W), Perm(0), repr(Perm(0)), ~Perm.R, repr(~Perm.RW))
print(Perm.R in Perm.RW, Perm.X in Perm.RW, list(Perm.RW), len(Perm.RW), bool(Perm(0)), bool(Perm.R), Perm.RW & Perm.W, Perm.RW ^ Perm.W)
print(Perm(5), Perm(7), Perm(5).name, Perm(5).value, Perm.R | Perm.W is Perm.RW, Perm(3) is Perm.RW, Perm(-1), Perm["RW"], len(Perm))
attempt(lambda: Perm(8))
attempt(lambda: Perm("x"))
attempt(lambda: Perm.R | 1)
attempt(lambda: 1 in Perm.R)
print(3 in Perm, 8 in Perm, Perm.__members__)


class Mode(IntFlag):
    A = 1
    B = 2
    C = 4


print(Mode.A | Mode.B, repr(Mode.A | Mode.B), Mode.A | 8, repr(Mode.A | 8), repr(Mode(8)), repr(Mode(0)), Mode.A + 1, ~Mode.A, repr(~Mode.A), Mode.A == 1)
print(repr(1 | Mode.B), Mode.A & 1, f"{Mode.A | Mode.C:#b}", [m.name for m in Mode(7)], isinstance(Mode.A | Mode.B, int), repr(Mode(-1)), 7 & Mode.B)


class Conform(Flag, boundary=CONFORM):
    A = 1
    B = 2


class Eject(Flag, boundary=EJECT):
    A = 1


class Keep(Flag, boundary=KEEP):
    A = 1


print(repr(Conform(7)), repr(Eject(4)), repr(Keep(5)), Keep(5))


@attempt
def skipped():
    @verify(CONTINUOUS)
    class S(Enum):
        A = 1
        B = 4


@attempt
def unnamed():
    @verify(NAMED_FLAGS)
    class S(Flag):
        A = 1
        B = 5


@attempt
def alias():
    @verify(UNIQUE)
    class S(Enum):
        A = 1
        B = 1


print(show_flag_values(Mode.A | Mode.C))


class Zero(Flag):
    NONE = 0
    A = auto()
    B = auto()
    ALL = A | B


print(list(Zero), Zero.NONE, Zero.ALL, Zero.A & Zero.B, repr(Zero.ALL))
