def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


# native signatures
show(len); show(len, 1, 2); show(lambda: len(obj=1)); show(lambda: len([], foo=1))
show([].append); show([].append, 1, 2); show(lambda: [].append(object=1)); show([].clear, 1)
show([].pop, 1, 2); show(lambda: [].pop(index=1)); show([].insert, 1); show([].insert, 1,2,3)
show({}.get); show({}.get, 1, 2, 3); show({}.setdefault); show({}.pop); show({}.update, 1, 2); show(lambda: {}.get(key=1))
show("".split, 1, 2, 3); show("a b".split, maxsplit=0); show(lambda: "".split(foo=1)); show("".join); show("".join, 1, 2)
show("".replace, "a"); show("".encode, 1, 2, 3); show("x".center); show("".startswith); show("".strip, 1, 2); show("".format_map)
show([].sort, 1); show(lambda: [].sort(foo=1)); show(lambda: [].sort(key=1, reverse=2, foo=3)); 
show(isinstance, 1); show(isinstance, 1, 2, 3); show(getattr, 1); show(getattr, 1, "a", 2, 3); show(setattr, 1); show(hasattr, 1)
show(int, 1, 2, 3); show(lambda: int(x=1)); show(lambda: int(foo=1)); show(float, 1, 2); show(str, 1, 2, 3, 4); show(bool, 1, 2); show(list, 1, 2); show(tuple, 1, 2); show(dict, 1, 2); show(set, 1, 2); show(range); show(range, 1, 2, 3, 4); show(slice); show(lambda: enumerate([], 1, 2)); show(zip, 1); show(map); show(map, 1); show(filter, 1); show(reversed); show(complex, 1, 2, 3); show(bytes, 1, 2, 3, 4); show(bytearray, 1, 2, 3, 4); show(frozenset, 1, 2); show(lambda: frozenset(x=1)); show(lambda: list(x=1)); show(lambda: tuple(x=1)); show(lambda: bool(x=1)); show(lambda: float(x=1)); show(lambda: range(x=1))
show(max); show(min); show(lambda: max(1, foo=2)); show(sum); show(sum, 1, 2, 3); show(abs); show(abs, 1, 2); show(round); show(pow); show(pow, 1); show(divmod, 1); show(ord); show(chr); show(hash); show(id); show(repr); show(iter); show(next); show(print, foo=1); show(lambda: print(sep=1)); show(callable); show(input, 1, 2); show(open); show(lambda: open(foo=1)); show(lambda: open("x", "r", mode="r")); show(lambda: sum([], start=1, foo=2)); show(all); show(any); show(vars, 1, 2); show(dir, 1, 2); show(eval); show(exec); show(compile); show(__import__); show(format); show(issubclass, 1); show(bin); show(property, 1, 2, 3, 4, 5); show(staticmethod); show(classmethod, 1, 2); show(object, 1)
show(list.append); show(list.append, 1); show(list.append, [], ); show(str.join, 1); show(list.__len__); show(list.__len__, 5); show([].__len__, 5); show((1).__add__); show((1).__add__, 1, 2); show(lambda: (1).__add__(x=1)); show(int.__add__); show(int.__add__, "a", 1); show((2).__pow__, 5, 3); show((2).__pow__)
show(dict.fromkeys); show({}.fromkeys, 1, 2, 3); show(str.maketrans); show(int.from_bytes); show(lambda: int.from_bytes(b"a", foo=1)); show(lambda: (5).to_bytes(1, 2, 3)); show(lambda: (5).bit_length(1)); show("".isdigit, 1)
show(lambda: "a".encode(encoding="utf-8", encodingx=1)); show(lambda: "%d".zfill()); show(lambda: b"".hex(1,2,3)); show(lambda: set().add()); show(lambda: set().update(x=1)); show(lambda: (1,2).index()); show(lambda: (1,2).count()); show(lambda: "".find()); show(lambda: "".count()); show(lambda: {}.popitem(1)); show(lambda: {}.items(1)); show(lambda: type.mro()); show(lambda: object.__init_subclass__(1)); show(lambda: object.__repr__()); show(lambda: object.__new__(1)); show(lambda: object.__eq__(1)); show(lambda: object().__format__()); show(lambda: BaseException.__new__()); show(lambda: ValueError(x=1)); show(lambda: StopIteration().with_traceback()); show(lambda: isinstance(1, 5)); show(lambda: issubclass(1, int)); show(lambda: issubclass(int, 5)); show(lambda: isinstance(1, (int, 5))); show(lambda: isinstance(1, ("a",)))
