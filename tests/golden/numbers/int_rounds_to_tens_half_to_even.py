for number in [0, 4, 5, 6, 14, 15, 16, 25, 35, -5, -15, -25, 149, 150, 250, 999, 2**61, 5 * 10**20, 15 * 10**20, -25 * 10**20]:
    print(number, [round(number, places) for places in (1, 0, -1, -2, -3, -20, -21, -22, -50)], round(number), round(number, None))
