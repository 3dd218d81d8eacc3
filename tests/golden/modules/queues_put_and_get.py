def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


import queue

q = queue.Queue(2)
q.put(1)
q.put(2)
attempt(q.put, 3, False)
attempt(q.put_nowait, 3)
print(q.qsize(), q.full(), q.empty(), q.get(), q.get())
attempt(q.get, False)
attempt(q.get_nowait)
q.task_done()
q.task_done()
attempt(q.task_done)
q.join()
attempt(q.get, timeout=-1)
p = queue.PriorityQueue()
for v in (3, 1, 2):
    p.put(v)
print([p.get() for _ in range(3)])
l = queue.LifoQueue()
l.put(1)
l.put(2)
print(l.get(), l.get())
s = queue.SimpleQueue()
s.put(1)
print(s.get(), s.empty())
attempt(s.get, False)
q.shutdown()
attempt(q.put, 1)
attempt(q.get)
