# habu: only
import asyncio, aiofiles, os
async def main():
    p = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"habu_files_{os.getpid()}.txt")
    async with aiofiles.open(p, "w") as f:
        print(await f.write("héllo\nworld\r\nthree\n"), f.name == p, f.mode, f.closed)
        await f.writelines(["a\n", "b"])
    print(f.closed)
    async with aiofiles.open(p) as f:
        print(repr(await f.read(3)), repr(await f.readline()), await f.tell())
        print(await f.readlines())
        print(repr(await f.read()))
        print(await f.seek(0), repr(await f.readline()))
    async with aiofiles.open(p) as f:
        async for line in f: print(repr(line))
    async with aiofiles.open(p, "ab") as f: await f.write(b"\x00end"); print(await f.tell())
    f = await aiofiles.open(p, "rb")
    print(await f.read()); await f.close(); await f.close()
    try: await f.read()
    except ValueError as e: print(e)
    async with aiofiles.open(p, "r+") as f:
        await f.read(2); await f.seek(0); await f.write("J"); await f.flush(); print(repr(await f.read(4))); print(await f.truncate(3))
    print(open(p, "rb").read())
    for m in ("x", "q", "rw"):
        try:
            async with aiofiles.open(p, m) as f: pass
        except Exception as e: print(type(e).__name__, str(e).split(": ")[0])
    try: await aiofiles.open("/nonexistent/x")
    except FileNotFoundError as e: print(e)
    async with aiofiles.open(p, "w") as f:
        try: await f.read()
        except Exception as e: print(type(e), e)
    big = "x" * 200000 + "\n"
    async with aiofiles.open(p, "w") as f:
        for _ in range(3): await f.write(big)
    async with aiofiles.open(p) as f:
        n = 0
        async for l in f: n += len(l)
        print(n)
    async def one(i):
        async with aiofiles.open(f"{p}{i}", "w") as f: await f.write(str(i))
        async with aiofiles.open(f"{p}{i}") as f: r = await f.read()
        os.remove(f"{p}{i}")
        return r
    print(await asyncio.gather(*[one(i) for i in range(20)]))
    os.remove(p)
asyncio.run(main())
