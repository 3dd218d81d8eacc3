class S(str):
    pass


d = {"k": 1}
print(d[S("k")], S("k") in d)
d[S("k")] = 2
print(d)
d = {S("q"): 1}
print(d["q"], d.get("q"), "q" in d)
d["q"] = 3
print(d, type(list(d)[0]).__name__)
