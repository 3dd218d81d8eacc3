class Meta(type):
    def __new__(cls, name, bases, namespace, flag=None, **kw):
        made = super().__new__(cls, name, bases, namespace)
        made.flag = flag, kw
        return made


class A: pass
class B(): x = 1; y = 2
class C(A, B, metaclass=Meta, flag=1, other=2):
    """doc"""

    def method(self): return self.x, __class__.__name__


bases = (A,)
class D(*bases, **{"metaclass": Meta}):
    class Inner:
        z = 3


print(C.__doc__, C.flag, C().method(), D.flag, D.Inner.z, [b.__name__ for b in C.__bases__])
