from contextlib import contextmanager, ContextDecorator, AbstractContextManager


@contextmanager
def tag(name):
    """A tag."""
    print(f"<{name}>")
    try:
        yield name.upper()
    except ValueError as error:
        print("caught", error)
    finally:
        print(f"</{name}>")


with tag("a") as upper:
    print(upper)
with tag("b"):
    raise ValueError("inside")
try:
    with tag("c"):
        raise KeyError("through")
except KeyError as error:
    print("left with", error)


@tag("deco")
def add(a, b):
    "Adds."
    return a + b


print(add(1, 2), add(3, 4), add.__name__, add.__doc__, tag.__doc__, tag.__name__)


@contextmanager
def none():
    if False:
        yield


@contextmanager
def two():
    yield 1
    yield 2


@contextmanager
def twice():
    try:
        yield
    except ValueError:
        yield


@contextmanager
def other():
    try:
        yield
    except ValueError as error:
        raise TypeError("instead") from error


def attempt(make, error=None):
    try:
        with make():
            if error:
                raise error
        print("fine")
    except BaseException as caught:
        print(type(caught).__name__, caught, repr(caught.__cause__), repr(caught.__context__))


attempt(none)
attempt(two)
attempt(twice, ValueError(1))
attempt(other, ValueError(2))
attempt(other, StopIteration(3))
attempt(other, RuntimeError(4))
attempt(other)


class Mine(ContextDecorator):
    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, *details):
        print("exit", details[0])
        return False


@Mine()
def run():
    print("run")


run()
run()
print(isinstance(Mine(), AbstractContextManager), isinstance(3, AbstractContextManager))
print(issubclass(type(tag("x")), AbstractContextManager), AbstractContextManager[int])
