nan = float('nan')
print(nan == nan, nan != nan, nan < nan, nan >= 1, 1 < nan, nan == 10**400, nan in [nan], [nan] == [nan], {nan: 1}[nan], float('nan') in [nan])
print(max(1, nan), max(nan, 1), bool(nan), nan ** 0, 1 ** nan, str(-nan))
