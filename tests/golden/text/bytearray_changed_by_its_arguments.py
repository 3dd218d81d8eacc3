ba = bytearray(b"abcdefgh" * 10)
class Evil:
    def __init__(self, f, v): self.f, self.v = f, v
    def __index__(self):
        self.f()
        return self.v
def shrink(): del ba[2:]
def reset():
    ba[:] = b"abcdefgh" * 10
def t(f):
    reset()
    try: print(repr(f())[:60], len(ba))
    except Exception as e: print(type(e).__name__, e, len(ba))
t(lambda: ba.find(b"h", Evil(shrink, 0)))
t(lambda: ba.find(b"h", 0, Evil(shrink, 80)))
t(lambda: ba.count(b"h", 5, Evil(shrink, 80)))
t(lambda: ba.startswith(b"a", 0, Evil(shrink, 80)))
t(lambda: ba.endswith(b"h", 0, Evil(shrink, 80)))
t(lambda: ba[Evil(shrink, 50)])
t(lambda: ba[Evil(shrink, 5):Evil(shrink, 60)])
t(lambda: ba.__setitem__(Evil(shrink, 50), 1))
t(lambda: ba.__setitem__(50, Evil(shrink, 1)))
t(lambda: ba.__setitem__(slice(Evil(shrink, 5), 60), b"xyz"))
t(lambda: ba.__delitem__(slice(Evil(shrink, 5), 60, 3)))
t(lambda: ba.insert(Evil(shrink, 50), 1))
t(lambda: ba.pop(Evil(shrink, 50)))
t(lambda: ba.center(Evil(shrink, 90)))
t(lambda: ba.split(b"c", Evil(shrink, 3)))
t(lambda: ba.replace(b"a", b"b", Evil(shrink, 3)))
t(lambda: ba.hex("-", Evil(shrink, 3)))
t(lambda: ba.expandtabs(Evil(shrink, 3)))
t(lambda: ba * Evil(shrink, 3))
t(lambda: ba.extend(Evil(shrink, 3) for _ in range(3)))
t(lambda: ba.extend(ba))
t(lambda: ba.__setitem__(slice(0, 3), ba))
def gen():
    for i in range(5):
        shrink()
        yield i
t(lambda: ba.__setitem__(slice(5, 60), gen()))
t(lambda: ba.join([b"x", b"y"]))
class B:
    def __bytes__(self): shrink(); return b"made"
t(lambda: ba % ())
reset()
fmt = bytearray(b"%s%s%s")
class C:
    def __bytes__(self): fmt.clear(); return b"made"
print(b"%s%s%s" % (C(), C(), C()), fmt)
it = iter(ba)
print(next(it)); shrink(); print(list(it), list(it)); 
class G(dict):
    def __getitem__(self, k): return self
    def __format__(self, s): return "G" + s
print("{a:{b}}".format_map(G()), "%(x)s" % G())
class S(str):
    def __format__(self, spec): return "fmt"
    def __str__(self): return "str"
print("{}".format(S("x")), "{!s}".format(S("x")), f"{S('x')}", "%s" % S("x"), format(S("x")), S("x").upper())
class R:
    def __repr__(self): raise ValueError("boom")
for f in ("{!r}", "{0!s}", "{0}"):
    try: print(f.format(R()))
    except Exception as e: print(type(e).__name__, e)
try: "%r" % R()
except Exception as e: print(e)
class N:
    def __repr__(self): return 5
try: repr(N())
except TypeError as e: print(e)
try: "%s" % N()
except TypeError as e: print(e)
class F:
    def __format__(self, s): return 5
try: format(F())
except TypeError as e: print(e)
try: "{}".format(F())
except TypeError as e: print(e)
def g():
    yield "a"
    raise KeyError("x")
try: ",".join(g())
except KeyError as e: print("KeyError", e)
class It:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return str(i)
print("-".join(It()), bytes([1]) + bytearray(b"x"), list(map(ord, "aé")))
s = "x" * 10
print(s is s[:], s.strip() is s, s.replace("y", "z") is s, s.lower() == s, "é"[0] is "é"[0], "ab"[0] is "cb a"[-1])
try: "a" * (1 << 62)
except (MemoryError, OverflowError) as e: print(type(e).__name__)
try: "ab" * (1 << 62)
except (MemoryError, OverflowError) as e: print(type(e).__name__)
import sys
print(sys.intern("a" * 5) is sys.intern("aa" + "aaa"))
