"""String constants, templates and the formatter that str.format() is made after."""

import _string

__all__ = ["ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords",
           "digits", "hexdigits", "octdigits", "printable", "punctuation",
           "whitespace", "Formatter", "Template"]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Capitalize the words of s, which sep (white space by default) divides."""
    return (sep or " ").join(word.capitalize() for word in s.split(sep))


_MISSING = object()
_DEFAULT_ID = r"(?a:[_a-z][_a-z0-9]*)"


class _Lookup:
    """A mapping and the keywords that go before it."""

    def __init__(self, mapping, keywords):
        self.mapping = mapping
        self.keywords = keywords

    def __getitem__(self, key):
        if key in self.keywords:
            return self.keywords[key]
        return self.mapping[key]


def _lookup(mapping, keywords):
    if mapping is _MISSING:
        return keywords
    return _Lookup(mapping, keywords) if keywords else mapping


class Template:
    """A string class for supporting $-substitutions."""

    delimiter = "$"
    idpattern = _DEFAULT_ID
    braceidpattern = None
    flags = None
    pattern = None

    def __init_subclass__(cls):
        super().__init_subclass__()
        own = cls.__dict__
        if cls.pattern is not None or cls.idpattern != _DEFAULT_ID or cls.braceidpattern or cls.flags is not None:
            cls._compiled = cls._compile(own.get("pattern"))

    # Set where a pattern says what a placeholder is; None: the plain scanner does.
    _compiled = None

    @classmethod
    def _compile(cls, pattern):
        import re
        flags = re.IGNORECASE if cls.flags is None else cls.flags
        if pattern is None:
            delimiter = re.escape(cls.delimiter)
            name = cls.idpattern
            braced = cls.braceidpattern or cls.idpattern
            pattern = (rf"{delimiter}(?:(?P<escaped>{delimiter})|(?P<named>{name})|"
                       rf"{{(?P<braced>{braced})}}|(?P<invalid>))")
        return re.compile(pattern, flags | re.VERBOSE)

    def __init__(self, template):
        self.template = template

    def _pieces(self):
        """Yields (start, end, kind, name) for each delimiter of the template."""
        if self._compiled is None:
            yield from self._scan()
            return
        for match in self._compiled.finditer(self.template):
            name = match.group("named") or match.group("braced")
            if name is not None:
                kind = "name"
            elif match.group("escaped") is not None:
                kind = "escaped"
            elif match.group("invalid") is not None:
                kind = "invalid"
            else:
                raise ValueError("Unrecognized named group in pattern", self._compiled)
            yield match.start(), match.end(), kind, name

    def _scan(self):
        text, delimiter = self.template, self.delimiter
        at = text.find(delimiter)
        while at >= 0:
            start = at + len(delimiter)
            if text.startswith(delimiter, start):
                piece = (at, start + len(delimiter), "escaped", None)
            else:
                piece = self._scan_name(at, start)
            yield piece
            at = text.find(delimiter, piece[1])

    def _scan_name(self, at, start):
        text = self.template
        braced = text.startswith("{", start)
        first = end = start + braced
        while end < len(text) and (text[end] == "_" or text[end].isascii() and text[end].isalnum()):
            end += 1
        name = text[first:end]
        if not name or name[0].isdigit() or braced and not text.startswith("}", end):
            return at, start, "invalid", None
        return at, end + braced, "name", name

    def _invalid(self, at):
        lines = self.template[:at].splitlines(keepends=True)
        column = at - len("".join(lines[:-1])) if lines else 1
        raise ValueError("Invalid placeholder in string: line %d, col %d" % (max(len(lines), 1), column))

    def substitute(self, mapping=_MISSING, /, **kws):
        values = _lookup(mapping, kws)
        parts, done = [], 0
        for start, end, kind, name in self._pieces():
            parts.append(self.template[done:start])
            if kind == "name":
                parts.append(str(values[name]))
            elif kind == "escaped":
                parts.append(self.delimiter)
            else:
                self._invalid(end)
            done = end
        parts.append(self.template[done:])
        return "".join(parts)

    def safe_substitute(self, mapping=_MISSING, /, **kws):
        values = _lookup(mapping, kws)
        parts, done = [], 0
        for start, end, kind, name in self._pieces():
            parts.append(self.template[done:start])
            if kind == "escaped":
                parts.append(self.delimiter)
            else:
                part = self.template[start:end]
                if kind == "name":
                    try:
                        part = str(values[name])
                    except KeyError:
                        pass
                parts.append(part)
            done = end
        parts.append(self.template[done:])
        return "".join(parts)

    def is_valid(self):
        return all(kind != "invalid" for _, _, kind, _ in self._pieces())

    def get_identifiers(self):
        names = []
        for _, _, kind, name in self._pieces():
            if kind == "name" and name not in names:
                names.append(name)
        return names


class Formatter:
    """str.format() in parts that can be overridden."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, recursion_depth, auto_arg_index=0):
        """The text, and the next automatic index (False after a manual one)."""
        if recursion_depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if name is None:
                continue
            name, auto_arg_index = self._number(name, auto_arg_index)
            obj, used = self.get_field(name, args, kwargs)
            used_args.add(used)
            obj = self.convert_field(obj, conversion)
            spec, auto_arg_index = self._vformat(spec, args, kwargs, used_args, recursion_depth - 1, auto_arg_index)
            result.append(self.format_field(obj, spec))
        return "".join(result), auto_arg_index

    @staticmethod
    def _number(name, index):
        first = _string.formatter_field_name_split(name)[0]
        if first == "":
            if index is False:
                raise ValueError("cannot switch from manual field specification to automatic field numbering")
            return str(index) + name, index + 1
        if isinstance(first, int):
            if index:
                # The order is wrong, but these are the words.
                raise ValueError("cannot switch from manual field specification to automatic field numbering")
            return name, False
        return name, index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError("Unknown conversion specifier {0!s}".format(conversion))

    def parse(self, format_string):
        return _string.formatter_parser(format_string)

    def get_field(self, field_name, args, kwargs):
        first, rest = _string.formatter_field_name_split(field_name)
        obj = self.get_value(first, args, kwargs)
        for is_attribute, key in rest:
            obj = getattr(obj, key) if is_attribute else obj[key]
        return obj, first
