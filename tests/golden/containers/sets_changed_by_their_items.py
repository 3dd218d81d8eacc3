# __eq__ of items, and iterables, empty the sets under operation.
class K:
    def __init__(s,n): s.n=n
    def __hash__(s): return 1
    def __eq__(s,o): s_.clear(); return False
s_=set()
for i in range(4): s_.add(K(i))
print(len(s_)<5)
s_={K(1)} 
t={K(2)}
s_|t; s_&t; s_-t; s_^t
print(s_==t, s_<=t)
s_=set(range(5))
try:
    for x in s_: s_.add(x+10)
except RuntimeError as e: print(e)
class L:
    def __iter__(s): s_.clear(); return iter([1,2])
s_.update(L()); s_.intersection_update(L()); s_.difference_update(L()); s_.symmetric_difference_update(L())
print(s_)
