import sys
import types


def f(): pass


class C:
    def m(self): pass


for name in ("FunctionType LambdaType CodeType MappingProxyType SimpleNamespace CellType GeneratorType CoroutineType "
             "AsyncGeneratorType MethodType BuiltinFunctionType ModuleType TracebackType FrameType GenericAlias "
             "UnionType EllipsisType NoneType NotImplementedType").split():
    print(name, getattr(types, name))
print(isinstance(f, types.FunctionType), isinstance(C().m, types.MethodType), isinstance(len, types.BuiltinFunctionType))
print(types.SimpleNamespace(a=1, b="x"))
m = types.ModuleType("made", "Doc.")
print(m.__name__, m.__doc__, m)
print(types.GenericAlias(list, (int,)), types.MethodType(lambda self: self, 5)())


class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases, **kwds):
        print("prepare", name, bases, kwds)
        return {"prepared": True}

    def __new__(meta, name, bases, namespace, **kwds):
        print("new", name, kwds)
        return super().__new__(meta, name, bases, namespace)

    def __init__(cls, *args, **kwds):
        pass


D = types.new_class("D", (C,), {"metaclass": Meta, "extra": 1}, lambda ns: ns.update(x=3))
print(D, D.x, D.prepared, D.__mro__)
E = types.new_class("E", (list[int],))
print(E.__orig_bases__, types.get_original_bases(E), types.get_original_bases(C), E.__bases__)
print(types.resolve_bases((C, list[int])))
print(types.prepare_class("F", (D,))[0])
try:
    types.new_class("G", (D,), {"metaclass": type("Other", (type,), {})})
except TypeError as error:
    print(error)


@types.coroutine
def steps(n):
    got = yield n
    print("got", got)
    return n * 2


async def main():
    return await steps(4)

c = main()
print(c.send(None))
try:
    c.send("hello")
except StopIteration as stop:
    print(stop.value)
