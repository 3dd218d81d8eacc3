import random
random.seed(2024)
for i in range(5):
    print(random.uniform(-1, 5), random.triangular(1, 9, 3), random.triangular(), random.gauss(), random.gauss(3, 2), random.normalvariate(10, 0.5),
          random.expovariate(3), random.betavariate(2, 3), random.betavariate(0.5, 0.7), random.gammavariate(3, 2), random.gammavariate(0.3, 2),
          random.gammavariate(1, 1.5), random.lognormvariate(0, 0.25), random.vonmisesvariate(1, 4), random.vonmisesvariate(1, 0),
          random.paretovariate(3), random.weibullvariate(2, 1.5), random.binomialvariate(), random.binomialvariate(100, 0.3),
          random.binomialvariate(10, 0.9), random.binomialvariate(1000, 0.01), random.binomialvariate(100000, 0.25))
