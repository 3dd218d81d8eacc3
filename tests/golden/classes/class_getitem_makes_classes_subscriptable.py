class CG:
    def __class_getitem__(cls, k): return (cls.__name__, k)
print(CG[int, str], CG[5])
