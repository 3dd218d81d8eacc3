class Manager:
    def __init__(self, name): self.name = name
    def __enter__(self):
        print("enter", self.name)
        return self.name
    def __exit__(self, *exc):
        print("exit", self.name)
        return True


with Manager("a"): print("body")
with Manager("a") as a, Manager("b") as b: print(a, b)
with (Manager("a")): print("body")
with (Manager("a")) as x: print(x)
with (Manager("a"), Manager("b")): print("body")
with (Manager("a") as a, Manager("b")): print(a)
with (Manager("a") as a, Manager("b") as b,):
    print(a, b)
with (
    Manager("a") as a,  # first
    Manager("b"),
):
    raise ValueError
with Manager("ab") as (p, q), Manager("c") as [r]: print(p, q, r)
with (Manager)("call") as x, (lambda: Manager("l"))() as y: print(x, y)
box = {}
with Manager("sub") as box["k"]: print(box)
with (m := Manager("walrus")) as n: print(m.name is n)
with (yes := True) and Manager("and"): print(yes)
