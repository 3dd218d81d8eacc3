# habu: only
"""Items whose comparisons, hashes and texts change the containers that hold them.

What comes of it differs; that nothing breaks is the point."""

import bisect, functools, heapq, itertools, operator
from collections import deque, OrderedDict, defaultdict, Counter
x = 6
def rnd(n):
    global x
    x=(x*6364136223846793005+1442695040888963407)%(1<<64)
    return (x>>33)%n
L=[]; D={}; S=set(); Q=deque(); O=OrderedDict(); depth=0
def mutate():
    global depth
    if depth>2: return
    depth+=1
    try:
        for _ in range(rnd(3)):
            op=rnd(22)
            if op==0: L.clear()
            elif op==1: L.append(E())
            elif op==2: L[:]=[E() for _ in range(rnd(4))]
            elif op==3: D.clear()
            elif op==4: D[E()]=E()
            elif op==5:
                for i in range(20): D[i]=i
            elif op==6 and D: D.popitem()
            elif op==7: S.clear()
            elif op==8: S.add(E())
            elif op==9: S.update(range(30))
            elif op==10 and S: S.pop()
            elif op==11: Q.clear()
            elif op==12: Q.append(E())
            elif op==13: Q.extendleft([E() for _ in range(rnd(20))])
            elif op==14 and L: del L[rnd(len(L))]
            elif op==15: Q.rotate(rnd(5))
            elif op==16: L.sort(key=lambda v:0)
            elif op==17: O[E()]=1
            elif op==18 and O: O.popitem(last=bool(rnd(2)))
            elif op==19: O.clear()
            elif op==20:
                for k in list(D)[:3]: D.pop(k,None)
            elif op==21:
                for k in list(S)[:3]: S.discard(k)
    finally: depth-=1
class Err(Exception): pass
class E:
    def __init__(s): s.v=rnd(6)
    def act(s):
        r=rnd(12)
        if r<4: mutate()
        elif r==4: raise Err('evil')
    def __eq__(s,o): s.act(); return isinstance(o,E) and s.v==o.v
    def __hash__(s): s.act(); return s.v%3
    def __lt__(s,o): s.act(); return rnd(2)==0
    def __gt__(s,o): s.act(); return rnd(2)==0
    def __repr__(s): s.act(); return 'E'
    def __index__(s): s.act(); return s.v
    def __bool__(s): s.act(); return s.v%2==0
    def __iter__(s): s.act(); return iter([1,2])
    def __call__(s,*a): s.act(); return a[0] if a else None
    def __add__(s,o): s.act(); return s
    def __len__(s): s.act(); return s.v
    def __del__(s):
        if rnd(4)==0:
            try: mutate()
            except Err: pass
ops=[
 lambda: L==[E() for _ in L], lambda: L<[E() for _ in L], lambda: E() in L, lambda: L.index(E()), lambda: L.count(E()), lambda: L.remove(E()), lambda: L.sort(), lambda: L.sort(key=E()), lambda: repr(L), lambda: L.insert(E(),1), lambda: L.pop(E()), lambda: L.__setitem__(slice(E(),E()),[E()]*rnd(4)), lambda: L.__setitem__(slice(E(),E(),E()),L), lambda: L.__delitem__(slice(E(),None,E())), lambda: L[E():E()], lambda: L.extend(E()), lambda: L.extend(x for x in L if E()), lambda: L*E(), lambda: L.__imul__(E()), lambda: [v for v in L if E()], lambda: L.__iadd__(L), lambda: tuple(L)==tuple(E() for _ in L), lambda: hash(tuple(L)), lambda: (E(),E())<(E(),E()),
 lambda: D[E()], lambda: D.get(E()), lambda: D.pop(E(),None), lambda: D.setdefault(E(),E()), lambda: D.update({E():1,E():2}), lambda: D.update([(E(),1)]), lambda: E() in D, lambda: D=={E():E() for _ in range(3)}, lambda: repr(D), lambda: [k for k in D if E()], lambda: [k for k,v in D.items() if E()], lambda: D.keys()&{E(),E()}, lambda: D.keys()|[E()], lambda: D.items()&D.items(), lambda: D.keys()<={E()}, lambda: D.keys().isdisjoint([E()]), lambda: D|{E():1}, lambda: dict.fromkeys(L), lambda: {**D,E():1}, lambda: D.copy(), lambda: E() in D.values(), lambda: (E(),E()) in D.items(), lambda: D.__delitem__(E()), lambda: list(reversed(D)),
 lambda: S.add(E()), lambda: S.discard(E()), lambda: S.remove(E()), lambda: E() in S, lambda: S|{E()}, lambda: S&{E(),E()}, lambda: S-{E()}, lambda: S^{E(),1}, lambda: S.update([E(),E()]), lambda: S.intersection_update([E()]), lambda: S.difference_update({E()}), lambda: S.symmetric_difference_update({E(),2}), lambda: S=={E()}, lambda: S<={E(),E()}, lambda: S.isdisjoint([E()]), lambda: repr(S), lambda: [k for k in S if E()], lambda: frozenset(S), lambda: {E(),E(),E()}, lambda: set(L), lambda: S.issuperset(L), lambda: S.pop(),
 lambda: E() in Q, lambda: Q.index(E()), lambda: Q.count(E()), lambda: Q.remove(E()), lambda: Q==deque([E()]), lambda: repr(Q), lambda: Q.insert(E(),E()), lambda: Q.extend(Q), lambda: [v for v in Q if E()], lambda: Q.rotate(E()), lambda: Q.__setitem__(0,E()), lambda: Q.__delitem__(rnd(3)), lambda: Q*E(), lambda: deque(Q,E()), lambda: Q.extend(v for v in Q if E()),
 lambda: O.move_to_end(E()), lambda: O.move_to_end(E(),last=E()), lambda: O=={E():1}, lambda: O==OrderedDict([(E(),1)]), lambda: O.update({E():2}), lambda: O.pop(E(),1), lambda: O.popitem(E()), lambda: repr(O), lambda: O.setdefault(E(),2),
 lambda: heapq.heappush(L,E()), lambda: heapq.heappop(L), lambda: heapq.heapify(L), lambda: heapq.heappushpop(L,E()), lambda: heapq.heapreplace(L,E()), lambda: bisect.insort(L,E()), lambda: heapq.nsmallest(2,L), lambda: list(heapq.merge(L,[E()])),
 lambda: Counter(L), lambda: defaultdict(E,{E():1})[E()], lambda: functools.reduce(E(),L), lambda: list(itertools.groupby(L)), lambda: list(itertools.groupby(L,E())), lambda: list(itertools.accumulate(L)), lambda: list(itertools.chain(L,E())), lambda: list(itertools.filterfalse(E(),L)), lambda: list(itertools.takewhile(E(),L)), lambda: list(itertools.islice(L,E())), lambda: list(itertools.compress(L,L)), lambda: list(itertools.zip_longest(L,E(),Q)), lambda: list(itertools.combinations(L[:5],E())), lambda: list(itertools.product(L[:3],S and [1])), lambda: operator.countOf(L,E()), lambda: operator.indexOf(Q,E()), lambda: F(E()), lambda: F(E(),E()), lambda: G(E()), lambda: list(itertools.tee(L)[0]), lambda: max(L), lambda: sorted(Q), lambda: sum(L,E()), lambda: list(itertools.batched(L,2)), lambda: list(itertools.pairwise(Q)), lambda: F.cache_clear(),
]
@functools.lru_cache(maxsize=3)
def F(*a): mutate(); return a
@functools.cache
def G(*a): mutate(); return a
errs={}
for step in range(1500):
    i=rnd(len(ops))
    try: ops[i]()
    except (Err,TypeError,ValueError,KeyError,IndexError,RuntimeError,OverflowError,MemoryError) as e: errs[type(e).__name__]=errs.get(type(e).__name__,0)+1
    if len(L)>40: del L[20:]
    if len(D)>60: D.clear()
    if len(Q)>60: Q.clear()
    if len(S)>60: S.clear()
depth=100; print("done")
