# A hundred thousand levels: repr, comparison and copying refuse, dying works.
import copy


def nest(make, value):
    for _ in range(100000):
        value = make(value)
    return value


def attempt(name, function, *args):
    try:
        function(*args)
    except RecursionError:
        print(name, "RecursionError")
    else:
        print(name, "done")


a, b = nest(lambda x: [x], 0), nest(lambda x: [x], 0)
attempt("list repr", repr, a)
attempt("list eq", lambda: a == b)
attempt("list lt", lambda: a < b)
attempt("deepcopy", copy.deepcopy, a)
a, b = nest(lambda x: {1: x}, 0), nest(lambda x: {1: x}, 0)
attempt("dict repr", repr, a)
attempt("dict eq", lambda: a == b)
a, b = nest(lambda x: (x,), 0), nest(lambda x: (x,), 0)
attempt("tuple repr", repr, a)
attempt("tuple eq", lambda: a == b)
attempt("isinstance", isinstance, 1, nest(lambda x: (x,), str))
a = b = None
print("freed")
