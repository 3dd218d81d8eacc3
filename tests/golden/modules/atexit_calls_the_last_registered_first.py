import atexit
@atexit.register
def last(): print("last registered"); atexit.register(print, "registered late")
print(atexit._ncallbacks(), atexit.register(print,1), atexit.unregister(len), atexit._ncallbacks())
try: atexit.register(5)
except TypeError as e: print(e)
class G:
    def __del__(self): print("del G")
g = G()
raise SystemExit(3)
