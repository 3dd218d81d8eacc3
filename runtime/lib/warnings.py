"""Warnings: showing them, and choosing which ones are shown."""

import sys

__all__ = ['warn', 'warn_explicit', 'showwarning', 'formatwarning', 'filterwarnings', 'simplefilter', 'resetwarnings',
           'catch_warnings', 'deprecated']

# (action, message pattern, category, module pattern, line): the first that fits decides.
filters = [
    ('default', None, DeprecationWarning, '__main__', 0),
    ('ignore', None, DeprecationWarning, None, 0),
    ('ignore', None, PendingDeprecationWarning, None, 0),
    ('ignore', None, ImportWarning, None, 0),
    ('ignore', None, ResourceWarning, None, 0),
]
defaultaction = 'default'
onceregistry = {}
_version = 1
_actions = ('error', 'ignore', 'always', 'all', 'default', 'module', 'once')


class WarningMessage:
    """What showwarnmsg() gets: a warning and where it was raised."""

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return ('{message : %r, category : %r, filename : %r, lineno : %s, line : %r}' %
                (self.message, self._category_name, self.filename, self.lineno, self.line))


def _line_of(filename, lineno):
    import linecache
    return linecache.getline(filename, lineno)


def formatwarning(message, category, filename, lineno, line=None):
    text = f'{filename}:{lineno}: {category.__name__}: {message}\n'
    line = _line_of(filename, lineno) if line is None else line
    line = line.strip()
    return text + f'  {line}\n' if line else text


def showwarning(message, category, filename, lineno, file=None, line=None):
    file = sys.stderr if file is None else file
    if file is None:
        return
    try:
        file.write(formatwarning(message, category, filename, lineno, line))
    except OSError:
        pass  # there is nowhere to say it


_own_showwarning = showwarning


def _show(entry):
    if showwarning is not _own_showwarning:
        showwarning(entry.message, entry.category, entry.filename, entry.lineno, entry.file, entry.line)
    else:
        _showwarnmsg_impl(entry)


def _showwarnmsg_impl(entry):
    _own_showwarning(entry.message, entry.category, entry.filename, entry.lineno, entry.file, entry.line)


def _changed():
    global _version
    _version += 1


def _insert(item, append):
    if item in filters:
        if append:
            return
        filters.remove(item)
    filters.insert(len(filters) if append else 0, item)
    _changed()


def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=False):
    if action not in _actions:
        raise ValueError(f'invalid action: {action!r}')
    if not isinstance(message, str):
        raise TypeError('message must be a string')
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError('category must be a Warning subclass')
    if not isinstance(module, str):
        raise TypeError('module must be a string')
    if not isinstance(lineno, int):
        raise TypeError('lineno must be an int')
    if lineno < 0:
        raise ValueError('lineno must be an int >= 0')
    if message or module:
        import re
        message = re.compile(message, re.I) if message else None
        module = re.compile(module) if module else None
    _insert((action, message or None, category, module or None, lineno), append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    if action not in _actions:
        raise ValueError(f'invalid action: {action!r}')
    if not isinstance(lineno, int):
        raise TypeError('lineno must be an int')
    if lineno < 0:
        raise ValueError('lineno must be an int >= 0')
    _insert((action, None, category, None, lineno), append)


def resetwarnings():
    filters[:] = []
    _changed()


def _fits(pattern, text):
    if pattern is None:
        return True
    return pattern == text if isinstance(pattern, str) else pattern.match(text) is not None


def _action_for(text, category, module, lineno):
    for action, message, kind, module_pattern, line in filters:
        if (_fits(message, text) and issubclass(category, kind) and _fits(module_pattern, module)
                and line in (0, lineno)):
            return action
    return defaultaction


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    lineno = int(lineno)
    if module is None:
        module = filename or '<unknown>'
        if module[-3:].lower() == '.py':
            module = module[:-3]
    if registry is None:
        registry = {}
    if registry.get('version', 0) != _version:
        registry.clear()
        registry['version'] = _version
    if isinstance(message, Warning):
        text = str(message)
        category = message.__class__
    else:
        text = message
        message = category(message)
    key = (text, category, lineno)
    if registry.get(key):
        return
    action = _action_for(text, category, module, lineno)
    if action == 'ignore':
        return
    if action == 'error':
        raise message
    if action == 'once':
        registry[key] = 1
        if onceregistry.get((text, category)):
            return
        onceregistry[text, category] = 1
    elif action == 'module':
        registry[key] = 1
        if registry.get((text, category, 0)):
            return
        registry[text, category, 0] = 1
    elif action == 'default':
        registry[key] = 1
    _show(WarningMessage(message, category, filename, lineno, source=source))


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    if isinstance(message, Warning):
        category = message.__class__
    if category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass, not '{:s}'".format(type(category).__name__))
    try:
        frame = sys._getframe(max(stacklevel, 1))
    except ValueError:
        names, filename, lineno = sys.__dict__, 'sys', 1
    else:
        while skip_file_prefixes and frame.f_back and frame.f_code.co_filename.startswith(skip_file_prefixes):
            frame = frame.f_back
        names, filename, lineno = frame.f_globals, frame.f_code.co_filename, frame.f_lineno
    warn_explicit(message, category, filename, lineno, names.get('__name__', '<string>'),
                  names.setdefault('__warningregistry__', {}), names, source)


class catch_warnings:
    """Within its block, filters can be changed and warnings recorded; afterwards all is as before."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._module = sys.modules['warnings'] if module is None else module
        self._filter = None if action is None else (action, category, lineno, append)
        self._entered = False

    def __repr__(self):
        args = []
        if self._record:
            args.append('record=True')
        if self._module is not sys.modules['warnings']:
            args.append(f'module={self._module!r}')
        return f'{type(self).__name__}({", ".join(args)})'

    def __enter__(self):
        if self._entered:
            raise RuntimeError(f'Cannot enter {self!r} twice')
        self._entered = True
        module = self._module
        self._saved = module.filters, module.showwarning, module._showwarnmsg_impl
        module.filters = module.filters[:]
        module._changed()
        if self._filter is not None:
            simplefilter(*self._filter)
        if not self._record:
            return None
        log = []
        module._showwarnmsg_impl = log.append
        module.showwarning = module._own_showwarning
        return log

    def __exit__(self, *exc_info):
        if not self._entered:
            raise RuntimeError(f'Cannot exit {self!r} without entering first')
        module = self._module
        module.filters, module.showwarning, module._showwarnmsg_impl = self._saved
        module._changed()


class deprecated:
    """Marks a class or function whose use should warn."""

    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        if not isinstance(message, str):
            raise TypeError(f"Expected an object of type str for 'message', not {type(message).__name__!r}")
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, thing, /):
        message, category, level = self.message, self.category, self.stacklevel
        if category is None:
            thing.__deprecated__ = message
            return thing
        if isinstance(thing, type):
            original = thing.__init__

            def __init__(self, *args, **kwargs):
                if type(self) is thing:
                    warn(message, category=category, stacklevel=level + 1)
                original(self, *args, **kwargs)
            thing.__init__ = __init__
            thing.__deprecated__ = message
            return thing
        import functools

        @functools.wraps(thing)
        def wrapper(*args, **kwargs):
            warn(message, category=category, stacklevel=level + 1)
            return thing(*args, **kwargs)
        thing.__deprecated__ = wrapper.__deprecated__ = message
        return wrapper
