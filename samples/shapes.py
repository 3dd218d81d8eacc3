# Classes, properties and pattern matching.
from math import pi


class Shape:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"<{self.name} of {self.area:.2f}>"

    def __lt__(self, other):
        return self.area < other.area


class Circle(Shape):
    __match_args__ = ("radius",)

    def __init__(self, radius):
        super().__init__("circle")
        self.radius = radius

    @property
    def area(self):
        return pi * self.radius ** 2


class Box(Shape):
    __match_args__ = ("width", "height")

    def __init__(self, width, height):
        super().__init__("box")
        self.width, self.height = width, height

    @property
    def area(self):
        return self.width * self.height


def describe(shape):
    match shape:
        case Circle(radius=1):
            return "the unit circle"
        case Circle(radius):
            return f"a circle {radius} wide from its centre"
        case Box(width, height) if width == height:
            return f"a square of {width}"
        case Box(width, height):
            return f"a box, {width} by {height}"


for shape in sorted([Box(2, 3), Circle(1), Box(1, 1), Circle(0.5)]):
    print(shape, "is", describe(shape))
