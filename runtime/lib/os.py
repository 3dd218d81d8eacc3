"""Files, folders, the environment and processes of the system."""

import sys

import stat as st
from posix import *
from posix import _exit, environment as _environment

del environment  # noqa: F821

# os.path refers to os, so this module must be found while that one loads.
import posixpath as path
sys.modules['os.path'] = path

from posixpath import curdir, pardir, sep, pathsep, defpath, extsep, altsep, devnull

name = 'posix'
linesep = '\n'
error = OSError
P_WAIT, P_NOWAIT = 0, 1
supports_fd = set()
supports_dir_fd = set()
supports_effective_ids = set()
supports_follow_symlinks = {stat}


# The environment.

class _Environ:
    """os.environ: a mapping whose changes reach the processes we start."""

    def __init__(self, data):
        self._data = data

    @staticmethod
    def _check(value):
        if not isinstance(value, str):
            raise TypeError('str expected, not %s' % type(value).__name__)
        return value

    def __getitem__(self, key):
        try:
            return self._data[self._check(key)]
        except KeyError:
            raise KeyError(key) from None

    def __setitem__(self, key, value):
        self._check(key)
        self._check(value)
        putenv(key, value)
        self._data[key] = value

    def __delitem__(self, key):
        self._check(key)
        if key not in self._data:
            raise KeyError(key) from None
        unsetenv(key)
        del self._data[key]

    def __iter__(self):
        return iter(list(self._data))

    def __len__(self):
        return len(self._data)

    def __contains__(self, key):
        return self._check(key) in self._data

    def __eq__(self, other):
        return dict(self) == dict(other) if hasattr(other, 'keys') else NotImplemented

    __hash__ = None

    def __repr__(self):
        items = ', '.join(f'{key!r}: {value!r}' for key, value in self._data.items())
        return f'environ({{{items}}})'

    def keys(self):
        return self._data.keys()

    def values(self):
        return self._data.values()

    def items(self):
        return self._data.items()

    def copy(self):
        return dict(self._data)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def pop(self, key, *default):
        if key not in self and default:
            return default[0]
        value = self[key]
        del self[key]
        return value

    def popitem(self):
        for key in self:
            return key, self.pop(key)
        raise KeyError('popitem(): dictionary is empty')

    def clear(self):
        for key in self:
            del self[key]

    def update(self, other=(), /, **more):
        for key, value in dict(other, **more).items():
            self[key] = value

    def __or__(self, other):
        return dict(self._data) | dict(other)

    def __ror__(self, other):
        return dict(other) | dict(self._data)

    def __ior__(self, other):
        self.update(other)
        return self


environ = _Environ(_environment())


def getenv(key, default=None):
    return environ.get(key, default)


# Paths.

class _PathLikeType(type):
    def __instancecheck__(cls, instance):
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass):
        if cls is PathLike and hasattr(subclass, '__fspath__'):
            return True
        return type.__subclasscheck__(cls, subclass)


class PathLike(metaclass=_PathLikeType):
    """What has a path in the file system: anything with __fspath__()."""

    def __fspath__(self):
        raise NotImplementedError

    def __class_getitem__(cls, item):
        return cls


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode('utf-8', 'surrogateescape') if isinstance(filename, str) else filename


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode('utf-8', 'surrogateescape') if isinstance(filename, bytes) else filename


def getcwdb():
    return fsencode(getcwd())


# Folders.

def makedirs(name, mode=0o777, exist_ok=False):
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass  # somebody else made it meanwhile
        if tail == ('.' if isinstance(tail, str) else b'.'):
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


class DirEntry:
    """One name that scandir() found."""

    def __init__(self, folder, name):
        self.name = name
        self.path = path.join(folder, name)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f'<DirEntry {self.name!r}>'

    def stat(self, *, follow_symlinks=True):
        return stat(self.path, follow_symlinks=follow_symlinks)

    def inode(self):
        return lstat(self.path).st_ino

    def _mode(self, follow_symlinks):
        try:
            return stat(self.path, follow_symlinks=follow_symlinks).st_mode
        except FileNotFoundError:
            return 0

    def is_dir(self, *, follow_symlinks=True):
        return st.S_ISDIR(self._mode(follow_symlinks))

    def is_file(self, *, follow_symlinks=True):
        return st.S_ISREG(self._mode(follow_symlinks))

    def is_symlink(self):
        return st.S_ISLNK(self._mode(False))

    def is_junction(self):
        return False


class _ScandirIterator:
    def __init__(self, folder):
        self._entries = iter([DirEntry(folder, name) for name in listdir(folder)])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def close(self):
        self._entries = iter(())


def scandir(path=None):
    return _ScandirIterator('.' if path is None else fspath(path))


def walk(top, topdown=True, onerror=None, followlinks=False):
    top = fspath(top)
    try:
        entries = list(scandir(top))
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return
    dirs, files, below = [], [], []
    for entry in entries:
        if entry.is_dir():
            dirs.append(entry.name)
            if not topdown and (followlinks or not entry.is_symlink()):
                below.append(entry.path)
        else:
            files.append(entry.name)
    if topdown:
        yield top, dirs, files
        for name in dirs:
            folder = path.join(top, name)
            if followlinks or not path.islink(folder):
                yield from walk(folder, topdown, onerror, followlinks)
    else:
        for folder in below:
            yield from walk(folder, topdown, onerror, followlinks)
        yield top, dirs, files


# The rest.

def fdopen(fd, mode='r', buffering=-1, encoding=None, *args, **kwargs):
    if not isinstance(fd, int):
        raise TypeError('invalid fd type (%s, expected integer)' % type(fd))
    from builtins import open as open_file
    return open_file(fd, mode, buffering, encoding, *args, **kwargs)


def get_exec_path(env=None):
    value = (environ if env is None else env).get('PATH')
    return (defpath if value is None else value).split(pathsep)


def getlogin():
    for key in ('LOGNAME', 'USER', 'LNAME', 'USERNAME'):
        if environ.get(key):
            return environ[key]
    raise OSError('no login name in the environment')


def waitstatus_to_exitcode(status):
    if status & 0x7f:
        return -(status & 0x7f)
    return status >> 8


def abort():
    kill(getpid(), 6)


def _unsupported(what):
    def function(*args, **kwargs):
        raise NotImplementedError(f'Habu does not support os.{what}() yet')
    function.__name__ = function.__qualname__ = what
    return function


fork = _unsupported('fork')
execv = _unsupported('execv')
execve = _unsupported('execve')
execvp = _unsupported('execvp')
popen = _unsupported('popen')
wait = _unsupported('wait')
waitpid = _unsupported('waitpid')
