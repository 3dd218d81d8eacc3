import random
random.seed(3)
random.gauss()
state = random.getstate()
print(state[0], len(state[1]), state[1][:3], state[1][-1], state[2])
first = [random.random(), random.gauss(), random.randint(1, 100)]
random.setstate(state)
print(first == [random.random(), random.gauss(), random.randint(1, 100)])
one, two = random.Random(5), random.Random(6)
two.setstate(one.getstate())
print(one.random() == two.random(), random.Random().random() != random.Random().random())
for bad in ((1, 2, 3), (3, 2, None), (3, (1,), None)):
    try:
        random.setstate(bad)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
