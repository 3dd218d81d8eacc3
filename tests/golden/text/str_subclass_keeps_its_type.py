class Name(str):
    def __new__(cls, text, extra):
        self = super().__new__(cls, text)
        self.extra = extra
        return self
    def shout(self):
        return self.upper() + "!"
name = Name("ann", 5)
print(name, repr(name), len(name), name.extra, name.shout(), type(name).__name__, type(name + "x").__name__)
print(type(name.strip()).__name__, type(name[:]).__name__, type(str(name)).__name__, type(name.replace("z", "")).__name__)
print(name == "ann", {name: 1}["ann"], "".join([name]), f"{name:>5}", "%s" % name, isinstance(name, str))
class Shown(str):
    def __str__(self): return "shown"
    def __repr__(self): return "<shown>"
    def __format__(self, spec): return "formatted " + spec
s = Shown("raw")
print(s, repr(s), f"{s}", f"{s:x}", "%s %r" % (s, s), "{0} {0!s} {0!r}".format(s), s + "", "".join([s]))
name.extra = ["x"] * 3
name.more = name
print(name.more.extra, vars(name).keys())
