"""os.path: taking path names apart and putting them together."""

curdir = '.'
pardir = '..'
extsep = '.'
sep = '/'
pathsep = ':'
defpath = '/bin:/usr/bin'
altsep = None
devnull = '/dev/null'
supports_unicode_filenames = False

# os takes the names above from here, whichever of the two is imported first.
import os
import stat

__all__ = ['normcase', 'isabs', 'join', 'splitdrive', 'splitroot', 'split', 'splitext', 'basename', 'dirname',
           'commonprefix', 'getsize', 'getmtime', 'getatime', 'getctime', 'islink', 'exists', 'lexists', 'isdir',
           'isfile', 'ismount', 'expanduser', 'expandvars', 'normpath', 'abspath', 'samefile', 'sameopenfile',
           'samestat', 'curdir', 'pardir', 'sep', 'pathsep', 'defpath', 'altsep', 'extsep', 'devnull', 'realpath',
           'supports_unicode_filenames', 'relpath', 'commonpath', 'isjunction', 'isdevdrive']


def _slash(path):
    return b'/' if isinstance(path, bytes) else '/'


def _check_kinds(function, paths):
    for path in paths:
        if not isinstance(path, (str, bytes)):
            raise TypeError(f'{function}() argument must be str, bytes, or os.PathLike object, not '
                            f'{type(path).__name__!r}')
    if len({isinstance(path, bytes) for path in paths}) > 1:
        raise TypeError("Can't mix strings and bytes in path components")


def normcase(s):
    return os.fspath(s)


def isabs(s):
    s = os.fspath(s)
    return s.startswith(_slash(s))


def join(a, *p):
    path = os.fspath(a)
    slash = _slash(path)
    parts = [part if isinstance(part, (str, bytes)) or not hasattr(part, '__fspath__') else os.fspath(part)
             for part in p]
    _check_kinds('join', [path, *parts])
    for part in parts:
        if part.startswith(slash) or not path:
            path = part
        elif path.endswith(slash):
            path += part
        else:
            path += slash + part
    return path


def split(p):
    p = os.fspath(p)
    slash = _slash(p)
    cut = p.rfind(slash) + 1
    head, tail = p[:cut], p[cut:]
    if head.strip(slash):
        head = head.rstrip(slash)
    return head, tail


def splitext(p):
    p = os.fspath(p)
    dot = b'.' if isinstance(p, bytes) else '.'
    start = p.rfind(_slash(p)) + 1
    cut = p.rfind(dot)
    if cut <= start or not p[start:cut].strip(dot):
        return p, p[:0]
    return p[:cut], p[cut:]


def splitdrive(p):
    p = os.fspath(p)
    return p[:0], p


def splitroot(p):
    p = os.fspath(p)
    slash = _slash(p)
    slashes = len(p) - len(p.lstrip(slash))
    root = 0 if slashes == 0 else 2 if slashes == 2 else 1
    return p[:0], p[:root], p[root:]


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def _stat_or_none(path, follow=True):
    try:
        return os.stat(path, follow_symlinks=follow)
    except (OSError, ValueError):
        return None


def exists(path):
    return _stat_or_none(path) is not None


def lexists(path):
    return _stat_or_none(path, False) is not None


def isfile(path):
    status = _stat_or_none(path)
    return status is not None and stat.S_ISREG(status.st_mode)


def isdir(s):
    status = _stat_or_none(s)
    return status is not None and stat.S_ISDIR(status.st_mode)


def islink(path):
    status = _stat_or_none(path, False)
    return status is not None and stat.S_ISLNK(status.st_mode)


def isjunction(path):
    os.fspath(path)
    return False


def isdevdrive(path):
    os.fspath(path)
    return False


def ismount(path):
    here = _stat_or_none(path, False)
    if here is None or stat.S_ISLNK(here.st_mode):
        return False
    above = _stat_or_none(realpath(join(path, b'..' if isinstance(path, bytes) else '..')), False)
    return above is not None and (here.st_dev != above.st_dev or here.st_ino == above.st_ino)


def getsize(filename):
    return os.stat(filename).st_size


def getmtime(filename):
    return os.stat(filename).st_mtime


def getatime(filename):
    return os.stat(filename).st_atime


def getctime(filename):
    return os.stat(filename).st_ctime


def samestat(s1, s2):
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    return samestat(os.stat(f1), os.stat(f2))


def sameopenfile(fp1, fp2):
    return samestat(os.fstat(fp1), os.fstat(fp2))


def normpath(path):
    path = os.fspath(path)
    slash = _slash(path)
    here, above = (b'.', b'..') if isinstance(path, bytes) else ('.', '..')
    if not path:
        return here
    _, root, rest = splitroot(path)
    kept = []
    for part in rest.split(slash):
        if not part or part == here:
            continue
        if part != above or (not root and not kept) or (kept and kept[-1] == above):
            kept.append(part)
        elif kept:
            kept.pop()
    return root + slash.join(kept) or here


def abspath(path):
    path = os.fspath(path)
    if not isabs(path):
        path = join(os.getcwdb() if isinstance(path, bytes) else os.getcwd(), path)
    return normpath(path)


def realpath(filename, *, strict=False):
    """Follow every symbolic link; one that leads in a circle stays as it is."""
    filename = os.fspath(filename)
    slash = _slash(filename)
    here, above = (b'.', b'..') if isinstance(filename, bytes) else ('.', '..')
    path = slash if isabs(filename) else (os.getcwdb() if isinstance(filename, bytes) else os.getcwd())
    rest = filename.split(slash)[::-1]
    seen = {}
    while rest:
        part = rest.pop()
        if part is None:
            seen[rest.pop()] = path
            continue
        if not part or part == here:
            continue
        if part == above:
            path = dirname(path)
            continue
        step = join(path, part)
        try:
            is_link = stat.S_ISLNK(os.lstat(step).st_mode)
        except OSError:
            if strict:
                raise
            is_link = False
        if not is_link:
            path = step
        elif step in seen:
            if seen[step] is None:
                if strict:
                    os.stat(step)
                path = step
            else:
                path = seen[step]
        else:
            seen[step] = None
            target = os.readlink(step)
            if isabs(target):
                path = slash
            rest.append(step)
            rest.append(None)
            rest.extend(target.split(slash)[::-1])
    return path


def relpath(path, start=None):
    path = os.fspath(path)
    if not path:
        raise ValueError('no path specified')
    slash = _slash(path)
    here, above = (b'.', b'..') if isinstance(path, bytes) else ('.', '..')
    start = here if start is None else os.fspath(start)
    _check_kinds('relpath', [path, start])
    start_parts = [part for part in abspath(start).split(slash) if part]
    path_parts = [part for part in abspath(path).split(slash) if part]
    common = len(commonprefix([start_parts, path_parts]))
    parts = [above] * (len(start_parts) - common) + path_parts[common:]
    return slash.join(parts) if parts else here


def commonprefix(m):
    if not m:
        return ''
    if not isinstance(m[0], (list, tuple)):
        m = [os.fspath(item) for item in m]
    low, high = min(m), max(m)
    for i, item in enumerate(low):
        if item != high[i]:
            return low[:i]
    return low


def commonpath(paths):
    paths = [os.fspath(path) for path in paths]
    if not paths:
        raise ValueError('commonpath() arg is an empty sequence')
    _check_kinds('commonpath', paths)
    slash = _slash(paths[0])
    here = b'.' if isinstance(paths[0], bytes) else '.'
    if len({path.startswith(slash) for path in paths}) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    split_paths = [[part for part in path.split(slash) if part and part != here] for path in paths]
    prefix = slash if paths[0].startswith(slash) else slash[:0]
    return prefix + slash.join(commonprefix(split_paths))


def expanduser(path):
    path = os.fspath(path)
    tilde, slash = (b'~', b'/') if isinstance(path, bytes) else ('~', '/')
    if not path.startswith(tilde):
        return path
    end = path.find(slash, 1)
    if end < 0:
        end = len(path)
    if end > 1 or 'HOME' not in os.environ:
        return path
    home = os.environ['HOME']
    if isinstance(path, bytes):
        home = os.fsencode(home)
    return (home.rstrip(slash) + path[end:]) or slash


def expandvars(path):
    path = os.fspath(path)
    if isinstance(path, bytes):
        return os.fsencode(expandvars(os.fsdecode(path)))
    result = []
    at = 0
    while (dollar := path.find('$', at)) >= 0:
        result.append(path[at:dollar])
        if path.startswith('${', dollar):
            close = path.find('}', dollar)
            name, at = (None, dollar + 1) if close < 0 else (path[dollar + 2:close], close + 1)
        else:
            at = dollar + 1
            while at < len(path) and (path[at].isalnum() or path[at] == '_') and path[at].isascii():
                at += 1
            name = path[dollar + 1:at]
        if name and name in os.environ:
            result.append(os.environ[name])
        else:
            result.append(path[dollar:at])
    result.append(path[at:])
    return ''.join(result)
