# Recursive calls with few arguments.
def ways(steps):
    if steps < 2:
        return 1
    return ways(steps - 1) + ways(steps - 2)


print("check", ways(31))
