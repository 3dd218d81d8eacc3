import gc
class R:
    saved = None
    def __del__(self): R.saved = self; print("resurrect")
r = R(); r = None; print(R.saved is not None); R.saved = None; print(R.saved)
r = R(); r.me = r; r = None; gc.collect(); print(R.saved is not None); R.saved = None; gc.collect(); print(R.saved)
