import random
for seed in [0, 1, -5, 42, 2**32, 2**64 + 7, 10**100, 1.5, -2.25, '', 'hello', 'é€', b'abc', bytearray(b'xyz'), True, 1e300, 'x' * 500]:
    random.seed(seed)
    print(repr(seed)[:20], random.random(), random.getrandbits(7), random.getrandbits(64), random.getrandbits(200), random.randint(1, 6),
          random.randint(-10**20, 10**20), random.randrange(0, 100, 7), random.randrange(100, 0, -3), random.choice('abcdef'), random.randbytes(9))
random.seed('abc', version=1)
print(random.random())
generator = random.Random(7)
print([generator.random() for i in range(2000)][-1], random.Random(7).random(), random.Random('7').randint(1, 10**9))
