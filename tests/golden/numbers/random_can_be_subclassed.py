import random
class Quarter(random.Random):
    def random(self):
        return 0.25
class Ones(random.Random):
    def getrandbits(self, k):
        return 1
class Named(random.Random):
    def __init__(self, name):
        super().__init__(name)
        self.name = name
print(Quarter().randint(1, 10), Quarter().choice('abcd'), Quarter(3).uniform(1, 2), Quarter().sample(range(8), 3), Ones().randrange(100), Ones().choice('ab'))
named = Named('x')
print(named.name, named.randint(1, 100), isinstance(named, random.Random), named.random() == random.Random('x').random())
system = random.SystemRandom()
print(0 <= system.random() < 1, system.randint(5, 5), len(system.randbytes(7)), 0 <= system.getrandbits(9) < 512)
try:
    system.getstate()
except NotImplementedError as error:
    print(error)
