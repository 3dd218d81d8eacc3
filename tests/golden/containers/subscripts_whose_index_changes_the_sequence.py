# __index__ and iteration that empty the very sequence subscripted.
l=list(range(10))
class I:
    def __index__(s): l.clear(); return 5
try: l[I()]
except IndexError as e: print(e)
l=list(range(10)); print(l[I():])
l=list(range(10)); l[I():]=[1]; print(l)
l=list(range(10)); del l[I():]; print(l)
l=list(range(10))
try: l[I()]=1
except IndexError as e: print(e)
l=list(range(10)); l.insert(I(),7); print(l)
l=list(range(10))
try: l.pop(I())
except IndexError as e: print(e)
l=list(range(10)); print(l*I() if 0 else l[::I()])
l=list(range(10))
try: l[::I()]=[1,2]
except ValueError as e: print(e)
l=list(range(4))
class It:
    def __iter__(s):
        l.clear(); return iter([1,2,3])
l[1:2]=It(); print(l)
l=list(range(4)); l.extend(x for x in l if len(l)<20); print(len(l))
l=[1,2,3]; l[:]=l; l+=l; print(l); l[1:3]=l; print(l)
l=[1,2,3]
for x in l:
    if len(l)<10: l.append(x)
    else: l.clear()
print(l)
b=bytearray(b'abcdef')
class J:
    def __index__(s): b.clear(); return 3
try: b[J()]
except IndexError as e: print(e)
b=bytearray(b'abcdef'); print(b[J():])
b=bytearray(b'abcdef')
try: b[0]=J()
except IndexError as e: print(e)
b=bytearray(b'abc'); b.extend(b); b[1:1]=b; print(b)
b=bytearray(b'abc')
b=bytearray(b'abcdef'); print(b.find(b'd',J()))
b=bytearray(b'ab'); b.insert(J(),5); print(b)
b=bytearray(b'abcdef')
try: b.pop(J())
except IndexError as e: print(e)
print(bytearray(b'abc').join([b'a',bytearray(b'b')]))
