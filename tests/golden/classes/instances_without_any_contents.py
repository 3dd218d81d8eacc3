# An instance with neither attributes nor slots is the smallest of objects.
class Empty:
    __slots__ = ()


instances = [Empty(), Empty()]
print(len({id(instance) for instance in instances}))
del instances
print(type(Empty()).__name__)
