def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


import bisect
import heapq

state = 9


def random(n):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
    return (state >> 33) % n


h = []
for i in range(40):
    heapq.heappush(h, random(100))
    if i % 5 == 4:
        print(heapq.heappop(h), heapq.heappushpop(h, random(100)), heapq.heapreplace(h, random(100)))
print(h)
h = [random(50) for _ in range(30)]
heapq.heapify(h)
print(h, [heapq.heappop(h) for _ in range(30)])
attempt(heapq.heappop, [])
attempt(heapq.heapreplace, [], 1)
attempt(heapq.heappush, (), 1)
attempt(heapq.heapify, [1, "a"])
print(list(heapq.merge([1, 4, 7], [2, 5], [3, 6, 9])), list(heapq.merge("ace", "bd", key=str.upper)), list(heapq.merge([5, 3], [4, 1], reverse=True)))
print(heapq.nlargest(3, [1, 5, 2, 8]), heapq.nsmallest(2, [1, 5, 2, 8]), heapq.nlargest(2, ["a", "ccc", "bb"], key=len))
a = [1, 2, 2, 3]
print(bisect.bisect(a, 2), bisect.bisect_left(a, 2), bisect.bisect(a, 0), bisect.bisect(a, 9), bisect.bisect(a, 2, 0, 1))
print(bisect.bisect_left([(1, "a"), (2, "b")], 2, key=lambda p: p[0]))
bisect.insort(a, 2.5)
bisect.insort_left(a, 1)
print(a)
attempt(bisect.bisect, a, "x")
attempt(bisect.bisect, a, 1, -1)
