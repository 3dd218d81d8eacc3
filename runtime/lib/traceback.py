"""Printing and taking apart the stacks of exceptions."""

import _traceback
import sys

__all__ = ['extract_stack', 'extract_tb', 'format_exception', 'format_exception_only', 'format_list', 'format_stack',
           'format_tb', 'print_exc', 'format_exc', 'print_exception', 'print_last', 'print_stack', 'print_tb',
           'clear_frames', 'FrameSummary', 'StackSummary', 'TracebackException', 'walk_stack', 'walk_tb', 'print_list']

_missing = object()
_SHOWN = 3


class FrameSummary:
    """One place of a stack."""

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None,
                 end_colno=None, **extra):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self.locals = {key: repr(value) for key, value in locals.items()} if locals else None
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self._line = line
        self._text = None

    @property
    def line(self):
        if self._line is None:
            import linecache
            self._line = linecache.getline(self.filename, self.lineno).strip() if self.lineno else ''
        return self._line.strip() if self._line else self._line

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __getitem__(self, index):
        return (self.filename, self.lineno, self.name, self.line)[index]

    def __len__(self):
        return 4

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename, self.lineno, self.name, self.locals) == (
                other.filename, other.lineno, other.name, other.locals)
        if isinstance(other, tuple):
            return (self.filename, self.lineno, self.name, self.line) == other
        return NotImplemented

    def __repr__(self):
        return f'<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>'

    def _format(self):
        if self._text is not None:
            return self._text
        text = f'  File "{self.filename}", line {self.lineno}, in {self.name}\n'
        return text + f'    {self.line}\n' if self.line else text


class StackSummary(list):
    """A list of FrameSummary objects."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        result = klass(FrameSummary(frame.f_code.co_filename, lineno, frame.f_code.co_name,
                                    locals=frame.f_locals if capture_locals else None)
                       for frame, lineno in frame_gen)
        return klass(_limited(result, limit))

    @classmethod
    def from_list(klass, a_list):
        result = klass()
        for item in a_list:
            if not isinstance(item, FrameSummary):
                filename, lineno, name, line = item
                item = FrameSummary(filename, lineno, name, line=line)
            result.append(item)
        return result

    def format_frame_summary(self, frame_summary, **kwargs):
        text = frame_summary._format()
        if frame_summary.locals:
            for name, value in sorted(frame_summary.locals.items()):
                text += f'    {name} = {value}\n'
        return text

    def format(self, **kwargs):
        result = []
        last, count = None, 0
        for item in [*self, None]:
            key = None if item is None else (item.filename, item.lineno, item.name)
            if key != last or item is None:
                if count > _SHOWN:
                    more = count - _SHOWN
                    result.append(f'  [Previous line repeated {more} more time{"s" if more > 1 else ""}]\n')
                last, count = key, 0
            count += 1
            if item is not None and count <= _SHOWN:
                text = self.format_frame_summary(item)
                if text is not None:
                    result.append(text)
        return result


def _limited(items, limit):
    if limit is None:
        limit = getattr(sys, 'tracebacklimit', None)
        if limit is not None and limit < 0:
            limit = 0
    if limit is None:
        return items
    return items[:limit] if limit >= 0 else items[limit:]


def _stderr(file):
    return sys.stderr if file is None else file


# Tracebacks.

def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def walk_stack(f):
    if f is None:
        f = sys._getframe().f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def extract_tb(tb, limit=None):
    result = StackSummary()
    for filename, line, end_line, column, end_column, name, text, shown in _limited(_traceback.entries(tb), limit):
        item = FrameSummary(filename, line, name, line=text or '', end_lineno=end_line, colno=column,
                            end_colno=end_column)
        item._text = shown
        result.append(item)
    return result


def format_tb(tb, limit=None):
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    print_list(extract_tb(tb, limit), file)


def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    for item in format_list(extracted_list):
        print(item, file=_stderr(file), end='')


def extract_stack(f=None, limit=None):
    if f is None:
        f = sys._getframe().f_back
    stack = StackSummary.extract(walk_stack(f))
    stack.reverse()
    if limit is None:
        return StackSummary(_limited(stack, None))
    return StackSummary(stack[-limit:] if limit > 0 else stack[:-limit] if limit < 0 else [])


def format_stack(f=None, limit=None):
    return extract_stack(sys._getframe().f_back if f is None else f, limit).format()


def print_stack(f=None, limit=None, file=None):
    print_list(extract_stack(sys._getframe().f_back if f is None else f, limit), file)


# Exceptions.

def _exception_and_stack(exc, value, tb):
    if (value is _missing) != (tb is _missing):
        raise ValueError('Both or neither of value and tb must be given')
    if value is _missing:
        if exc is not None and not isinstance(exc, BaseException):
            raise TypeError(f'Exception expected for value, {type(exc).__name__} found')
        return exc, getattr(exc, '__traceback__', None)
    return value, tb


def _pieces(text):
    """The strings that format_exception() is documented to return: each ends in a newline."""
    pieces = []
    in_place = False
    for line in text.splitlines(keepends=True):
        margin = line.lstrip(' ')
        plain = margin[2:] if margin.startswith('| ') else line
        if line == '\n' and pieces and pieces[-1].startswith('\n'):
            pieces[-1] += line
        elif pieces and pieces[-1] == '\n':
            pieces[-1] += line
        elif in_place and plain.startswith('    '):
            pieces[-1] += line
        else:
            pieces.append(line)
            in_place = plain.startswith('  File "')
    return pieces


def _render(exc, value, tb, limit, chain):
    value, tb = _exception_and_stack(exc, value, tb)
    if value is None:
        return 'NoneType: None\n'
    if limit is None:
        limit = getattr(sys, 'tracebacklimit', None)
        if limit is not None and limit < 0:
            limit = 0
    return _traceback.render(value, tb, limit, chain)


def format_exception(exc, /, value=_missing, tb=_missing, limit=None, chain=True, **kwargs):
    return _pieces(_render(exc, value, tb, limit, chain))


def print_exception(exc, /, value=_missing, tb=_missing, limit=None, file=None, chain=True, **kwargs):
    print(_render(exc, value, tb, limit, chain), file=_stderr(file), end='')


def format_exception_only(exc, /, value=_missing, *, show_group=False, **kwargs):
    value = exc if value is _missing else value
    if value is None:
        return ['NoneType: None\n']
    lines = _traceback.only(value).splitlines(keepends=True)
    if show_group and isinstance(value, BaseExceptionGroup):
        for member in value.exceptions:
            lines += ['   ' + line for line in format_exception_only(member, show_group=True)]
    return lines


def format_exc(limit=None, chain=True):
    return _render(sys.exception(), _missing, _missing, limit, chain)


def print_exc(limit=None, file=None, chain=True):
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def print_last(limit=None, file=None, chain=True):
    if not hasattr(sys, 'last_exc'):
        raise ValueError('no last exception')
    print_exception(sys.last_exc, limit=limit, file=file, chain=chain)


def clear_frames(tb):
    """Frames are not kept by tracebacks: there is nothing to clear."""


class TracebackException:
    """An exception ready to be shown, which keeps the exception itself no longer alive."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, save_exc_type=True, _seen=None):
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))
        self.stack = extract_tb(exc_traceback, limit)
        self.exc_type = exc_type if save_exc_type else None
        self.exc_type_str = (exc_type.__qualname__ if exc_type.__module__ in ('builtins', '__main__')
                             else f'{exc_type.__module__}.{exc_type.__qualname__}')
        try:
            self._str = str(exc_value)
        except Exception:
            self._str = '<exception str() failed>'
        self.__notes__ = getattr(exc_value, '__notes__', None)
        self.__suppress_context__ = exc_value.__suppress_context__
        self._only = format_exception_only(exc_value)
        self._texts = [_traceback.render(exc_value, exc_traceback, limit, chain) for chain in (False, True)]
        if isinstance(exc_value, SyntaxError):
            self.filename, self.text, self.msg = exc_value.filename, exc_value.text, exc_value.msg
            self.lineno = None if exc_value.lineno is None else str(exc_value.lineno)
            self.end_lineno = None if exc_value.end_lineno is None else str(exc_value.end_lineno)
            self.offset, self.end_offset = exc_value.offset, exc_value.end_offset

        def link(other):
            if other is None or id(other) in seen:
                return None
            return TracebackException(type(other), other, other.__traceback__, limit=limit, _seen=seen)

        self.__cause__ = link(exc_value.__cause__)
        self.__context__ = link(exc_value.__context__)
        self.exceptions = None
        if isinstance(exc_value, BaseExceptionGroup):
            self.exceptions = [TracebackException(type(e), e, e.__traceback__, limit=limit, _seen=seen)
                               for e in exc_value.exceptions]

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __str__(self):
        return self._str

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self._texts == other._texts
        return NotImplemented

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        yield from ['   ' * _depth + line for line in self._only]
        if show_group and self.exceptions:
            for member in self.exceptions:
                yield from member.format_exception_only(show_group=True, _depth=_depth + 1)

    def format(self, *, chain=True, **kwargs):
        yield from _pieces(self._texts[bool(chain)])

    def print(self, *, file=None, chain=True, **kwargs):
        print(self._texts[bool(chain)], file=_stderr(file), end='')
