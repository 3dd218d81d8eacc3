"""A timer as a class, a context manager and a decorator."""

import functools
import math
import time

__version__ = "1.4.0"


class TimerError(Exception):
    """A timer was started or stopped at the wrong moment."""


class Timers(dict):
    """The total of each named timer, and statistics of its single timings."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._timings = {}

    def __setitem__(self, name, value):
        raise TypeError(f"{type(self).__name__!r} does not support item assignment. Use '.add()' to update values.")

    def add(self, name, value):
        self._timings.setdefault(name, []).append(value)
        super().__setitem__(name, self.get(name, 0) + value)

    def clear(self):
        super().clear()
        self._timings.clear()

    def apply(self, func, name):
        if name not in self._timings:
            raise KeyError(name)
        return func(self._timings[name])

    def count(self, name):
        return self.apply(len, name)

    def total(self, name):
        return self.apply(sum, name)

    def min(self, name):
        return self.apply(lambda values: min(values or [0]), name)

    def max(self, name):
        return self.apply(lambda values: max(values or [0]), name)

    def mean(self, name):
        return self.apply(_mean, name)

    def median(self, name):
        return self.apply(_median, name)

    def stdev(self, name):
        return self.apply(_stdev, name)


def _mean(values):
    return sum(values) / len(values) if values else 0


def _median(values):
    ordered = sorted(values or [0])
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def _stdev(values):
    if len(values) < 2:
        return math.nan
    mean = _mean(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))


class Timer:
    """Measures the time between start() and stop(), and tells it to a logger."""

    timers = Timers()

    def __init__(self, name=None, text="Elapsed time: {:0.4f} seconds", initial_text=False, logger=print):
        self._start_time = None
        self.name = name
        self.text = text
        self.initial_text = initial_text
        self.logger = logger
        self.last = math.nan

    def __repr__(self):
        return (f"Timer(name={self.name!r}, text={self.text!r}, initial_text={self.initial_text!r}, "
                f"logger={self.logger!r}, last={self.last!r})")

    def start(self):
        if self._start_time is not None:
            raise TimerError("Timer is running. Use .stop() to stop it")
        if self.logger and self.initial_text:
            self.logger(self._first_text())
        self._start_time = time.perf_counter()

    def _first_text(self):
        if isinstance(self.initial_text, str):
            return self.initial_text.format(name=self.name)
        return f"Timer {self.name} started" if self.name else "Timer started"

    def stop(self):
        if self._start_time is None:
            raise TimerError("Timer is not running. Use .start() to start it")
        self.last = time.perf_counter() - self._start_time
        self._start_time = None
        if self.logger:
            self.logger(str(self._last_text()))
        if self.name:
            self.timers.add(self.name, self.last)
        return self.last

    def _last_text(self):
        if callable(self.text):
            return self.text(self.last)
        return self.text.format(self.last, name=self.name, milliseconds=self.last * 1000, seconds=self.last,
                                minutes=self.last / 60)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exc_info):
        self.stop()

    def __call__(self, func):
        @functools.wraps(func)
        def timed(*args, **kwargs):
            with self:
                return func(*args, **kwargs)

        return timed
