import random
random.seed(99)
items = list(range(20))
for i in range(4):
    random.shuffle(items)
    print(items, random.choice(items), random.choices('abcd', k=6), random.choices([1, 2, 3], [1, 5, 2], k=6),
          random.choices([1, 2, 3], cum_weights=[1, 5, 9], k=6), random.sample(range(1000), 5), random.sample(range(30), 12),
          random.sample('abc', 3), random.sample(['x', 'y', 'z'], 4, counts=[3, 2, 1]), random.sample(range(10**18), 3))
