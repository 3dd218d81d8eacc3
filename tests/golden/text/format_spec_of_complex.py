def show(call):
    try:
        print(ascii(call()))
    except Exception as error:
        print(f"{type(error).__name__}: {error!a}")


for spec in ["", "g", ".3", ".2f", "e", "+", " .1f", ">20", "<20.1f", "*^20", ",.1f", "#.3g", "n", "G"]:
    print(f"{spec:8}", [format(number, spec) for number in (0j, 1+2j, -1.5-0.25j, complex("inf"), 12345.678j, complex(-0.0, -0.0))])
for spec in ["010", "=10", "d", "%", "s", "5.", "x5"]:
    print(spec, end=" ")
    show(lambda: format(1j, spec))
