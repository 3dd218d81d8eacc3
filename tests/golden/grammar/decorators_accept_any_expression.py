def tag(text):
    def decorate(thing):
        thing.tags = getattr(thing, "tags", []) + [text]
        return thing
    return decorate


table = {"x": [tag("subscript")]}


@tag("first")
@tag("second")
@table["x"][0]
@(lambda f: f)
def function():
    pass


@(t := tag("walrus"))
class Class:
    pass


print(function.tags, Class.tags, t is not None)
