def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


import string
print(string.ascii_letters, string.digits, string.hexdigits, string.octdigits, string.punctuation, ascii(string.whitespace), len(string.printable))
print(string.capwords(" hello   world "), string.capwords("a-b", "-"))
template = string.Template("$who likes ${what}, $$5 $Who")
print(template.safe_substitute(who="tim"), template.template, template.get_identifiers(), template.is_valid())
show(lambda: template.substitute(who="tim", what="kung pao"))
show(lambda: template.substitute({"who": 1, "what": 2}, Who=3))
show(lambda: string.Template("a\nb $").substitute())
show(lambda: string.Template("${x").substitute(x=1))
class Percent(string.Template):
    delimiter = "%"
show(lambda: Percent("%a %% %{b}").substitute(a=1, b=2))
class Upper(string.Formatter):
    def get_value(self, key, args, kwargs):
        return kwargs.get(key, key) if isinstance(key, str) else args[key]
    def format_field(self, value, spec):
        return super().format_field(value, spec).upper()
print(Upper().format("{} {!r:>5} {name} {a.real}", "x", "y", name="n", a=3), string.Formatter().format("{:{}}|", "a", 4))
show(lambda: string.Formatter().format("{}{0}", 1))
show(lambda: string.Formatter().format("{x}"))
print(list(string.Formatter().parse("a{b.c!r:x{y}}{{z")))
