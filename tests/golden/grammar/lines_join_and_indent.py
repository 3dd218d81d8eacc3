# -*- coding: utf-8 -*-
if True:
  # two
  if True:
         # comments indent as they like
    # anywhere
        x = [1,  # one

  2,
      ]
  y = x \
      + \
    [3]

  print(y)
if True:
	tabs = 1
	if tabs:
	        mixed = 2
	print(tabs, mixed)

print("form feed"); z = (
    """a
  b""", 'c'
    'd')
print(z)
def f():
    return 1
# comment at column 0 inside
    print("unreachable")
   # at an odd column
print(f())
if 1: print("one line")
