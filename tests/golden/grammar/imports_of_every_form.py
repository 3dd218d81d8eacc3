import sys
import sys as system, os.path
import os.path as path, asyncio as aio
from os import path as p, sep
from os import (sep as s, path,)
from os.path import (
    join,
    basename as base
)
from math import *
print(system is sys, path is p, os.path is p, s is sep, base(join("a", "b")), floor(2.5), aio.sleep.__name__)
