"""Heaps in lists: heap[k] <= heap[2*k+1] and heap[k] <= heap[2*k+2]."""

from _heapq import (_heapify_max, _heappop_max, _heapreplace_max, heapify, heappop,
                    heappush, heappushpop, heapreplace)

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge",
           "nlargest", "nsmallest", "heappushpop"]


def merge(*iterables, key=None, reverse=False):
    """Sorted inputs as one sorted iterator; nothing is read before it is needed.

    Equal items come in the order of the inputs.
    """
    make, pop, replace = (_heapify_max, _heappop_max, _heapreplace_max) if reverse else (heapify, heappop, heapreplace)
    direction = -1 if reverse else 1
    # An entry: [key, place of the input (so that later parts are never compared), item, next].
    heap = []
    for order, iterable in enumerate(map(iter, iterables)):
        try:
            following = iterable.__next__
            item = following()
        except StopIteration:
            continue
        heap.append([item if key is None else key(item), order * direction, item, following])
    make(heap)
    while len(heap) > 1:
        entry = heap[0]
        try:
            while True:
                yield entry[2]
                item = entry[2] = entry[3]()
                entry[0] = item if key is None else key(item)
                replace(heap, entry)
                entry = heap[0]
        except StopIteration:
            pop(heap)
    if heap:
        entry = heap[0]
        yield entry[2]
        yield from entry[3].__self__


def nsmallest(n, iterable, key=None):
    """sorted(iterable, key=key)[:n]"""
    return sorted(iterable, key=key)[:max(n, 0)]


def nlargest(n, iterable, key=None):
    """sorted(iterable, key=key, reverse=True)[:n]"""
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]
