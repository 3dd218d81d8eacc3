def attempt(action):
    try:
        action()
    except (KeyError, IndexError) as e:
        print("lookup", type(e).__name__)
    except ZeroDivisionError: print("zero")
    except:
        print("other")
    else: print("fine")
    finally:
        print("finally")


attempt(lambda: {}[0])
attempt(lambda: 1 / 0)
attempt(lambda: undefined)
attempt(lambda: None)
try: raise ValueError("v") from KeyError("k")
except ValueError as e: print(repr(e), repr(e.__cause__))
try:
    try: pass
    finally: print("inner")
finally: print("outer")
try:
    raise ExceptionGroup("g", [ValueError(1), TypeError(2), KeyError(3)])
except* ValueError as group:
    print([repr(e) for e in group.exceptions])
except* (TypeError, KeyError) as group: print([repr(e) for e in group.exceptions])
else: print("never")
finally: print("end")
