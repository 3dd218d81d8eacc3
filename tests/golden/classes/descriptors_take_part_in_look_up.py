class D:
    def __get__(self, i, o): return ("got", i is None, o.__name__)
    def __set__(self, i, v): print("set", v)
    def __delete__(self, i): print("del")
class E: d = D()
e = E(); print(E.d, e.d); e.d = 4; del e.d
class Data:
    def __get__(self, i, o): return "data"
    def __set__(self, i, v): i.__dict__["x"] = v
class NonData:
    def __get__(self, i, o): return "nondata"
class T:
    x = Data(); y = NonData()
t = T(); t.x = 5; print(t.x, t.y); t.y = 6; print(t.x, t.y, t.__dict__)
class GetOnly:
    def __get__(self, i, o): raise AttributeError("from getter")
class G:
    g = GetOnly()
    def __getattr__(self, n): return "fallback " + n
print(G().g)
