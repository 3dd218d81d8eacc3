# Attribute reads and writes, method calls, allocation.
class Particle:
    def __init__(self, position, speed):
        self.position = position
        self.speed = speed

    def step(self, walls):
        self.position += self.speed
        if self.position < 0 or self.position > walls:
            self.speed = -self.speed


total = 0
for start in range(40):
    particle = Particle(start, start % 7 - 3)
    for _ in range(100_000):
        particle.step(100)
    total += particle.position
print("check", total)
