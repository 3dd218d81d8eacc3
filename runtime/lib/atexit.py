"""Functions to be called when the program ends, the last registered first."""

import sys

__all__ = ["register", "unregister"]

_functions = []


def register(func, /, *args, **kwargs):
    """Have func(*args, **kwargs) called at the end; return func."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _functions.append((func, args, kwargs))
    return func


def unregister(func):
    """Forget func, however often it was registered."""
    _functions[:] = [entry for entry in _functions if entry[0] != func]


def _clear():
    _functions.clear()


def _ncallbacks():
    return len(_functions)


def _run_exitfuncs():
    """What the end of the program calls.  What is registered meanwhile comes too late."""
    functions = _functions[::-1]
    _functions.clear()
    for func, args, kwargs in functions:
        try:
            func(*args, **kwargs)
        except BaseException as error:
            import traceback

            print(f"Exception ignored in atexit callback {func!r}:", file=sys.stderr)
            error.__traceback__ = error.__traceback__.tb_next
            sys.stderr.write(_without_carets(traceback.format_exception(error)))


def _without_carets(lines):
    return "".join(
        line for line in "".join(lines).splitlines(keepends=True) if line.strip("~^ \n") or not line.strip()
    )
