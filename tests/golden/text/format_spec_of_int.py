for spec in ["", "d", "5", "<5", "^6", "=+6", "05", "+", " ", "x", "X", "#x", "#X", "o", "#o", "b", "#b", "#012b", ",", "_", "_x", "015,", "016,", "*^12,d",
             "c", "n", "e", ".2f", ",.1f", "%", "g", "é>6", "#010_x", "0<4"]:
    print(f"{spec:8}", [format(number, spec) for number in (0, 66, 123456)], end=" ")
    print([format(number, spec) for number in (-42, 2**70)] if spec != "c" else "")
print(format(True), format(True, "d"), format(False, "5"), format(True, "x"), f"{10**30:,}", f"{255:#06x}")
