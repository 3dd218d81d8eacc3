def show(f, *a, **k):
    try:
        print(f(*a, **k))
    except BaseException as e:
        print(type(e).__name__, e)


class Many: pass
m = Many()
for i in range(300): setattr(m, f"a{i}", i)
print(m.a0, m.a150, m.a299, len(vars(m)), list(vars(m))[:3])
ms = []
for j in range(5):
    m = Many()
    for i in range(20): setattr(m, f"a{i}", i * j)
    ms.append(m)
print([q.a19 for q in ms], [list(vars(q).items())[-1] for q in ms])
del ms[0].a3
show(lambda: ms[0].a3)
print(ms[0].a4, len(vars(ms[0])), list(vars(ms[0]))[:5])
m = Many(); m.x = 1; m.y = 2; del m.y; m.z = 3; print(vars(m)); del m.x; m.x = 9; print(vars(m))
