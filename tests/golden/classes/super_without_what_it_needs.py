# super() where there is no first argument, no class, or the wrong instance.
class A:
    def f(self):
        del self
        try: return super().f()
        except RuntimeError as e: return str(e)
print(A().f())
class B:
    def f(self): self=5; 
    def g(): return super()
    try: g()
    except RuntimeError as e: print(e)
class C:
    def f(*a): return super()
try: C.f()
except RuntimeError as e: print(e)
def h(): return super()
try: h()
except RuntimeError as e: print(e)
print(type(super(int,5)))
try: super(int,'a')
except TypeError as e: print(e)
