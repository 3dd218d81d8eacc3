import warnings, sys
def old(): warnings.warn('old thing', DeprecationWarning, stacklevel=2)
old()
for i in range(2): warnings.warn('user')
warnings.warn('a\nb', RuntimeWarning)
warnings.warn(UserWarning('inst'))
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    warnings.warn('rec'); old()
    print(len(w), [str(x.message) for x in w], w[0].category, w[0].lineno)
with warnings.catch_warnings():
    warnings.simplefilter('error')
    try: warnings.warn('err')
    except UserWarning as e: print(repr(e))
with warnings.catch_warnings():
    warnings.simplefilter('ignore'); warnings.warn('never')
for f in (lambda: warnings.warn('x', int), lambda: warnings.simplefilter('foo'), lambda: warnings.filterwarnings('ignore', category=int)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
warnings.simplefilter('once'); 
for i in range(3): warnings.warn('only once')
@warnings.deprecated('use new')
def d(): return 1
print(d(), d.__deprecated__, d.__name__)
warnings.showwarning = lambda *a, **k: print('shown', a[0], a[1].__name__, a[3])
warnings.warn('custom')
