"""What of asyncio is written in the language: it needs no speed."""

import asyncio


class Barrier:
    """Tasks wait here for each other until there are enough of them.

    filling: tasks arrive; draining: they leave; resetting, broken: they leave with an error.
    """

    def __init__(self, parties):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._condition = asyncio.Condition()
        self._parties = parties
        self._state = "filling"
        self._count = 0

    def __repr__(self):
        extra = self._state
        if not self.broken:
            extra += f", waiters:{self.n_waiting}/{self.parties}"
        return f"<asyncio.locks.Barrier object at {id(self):#x} [{extra}]>"

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *args):
        pass

    async def wait(self):
        async with self._condition:
            await self._condition.wait_for(lambda: self._state not in ("draining", "resetting"))
            if self._state == "broken":
                raise asyncio.BrokenBarrierError("Barrier aborted")
            index = self._count
            self._count += 1
            try:
                await self._pass(index)
            finally:
                self._count -= 1
                self._leave()
            return index

    async def _pass(self, index):
        if index + 1 == self._parties:
            self._state = "draining"
            self._condition.notify_all()
            return
        await self._condition.wait_for(lambda: self._state != "filling")
        if self._state != "draining":
            raise asyncio.BrokenBarrierError("Abort or reset of barrier")

    def _leave(self):
        if self._count == 0:
            if self._state != "broken":
                self._state = "filling"
            self._condition.notify_all()

    async def reset(self):
        async with self._condition:
            self._state = "resetting" if self._count > 0 else "filling"
            self._condition.notify_all()

    async def abort(self):
        async with self._condition:
            self._state = "broken"
            self._condition.notify_all()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state == "filling" else 0

    @property
    def broken(self):
        return self._state == "broken"


Barrier.__module__ = "asyncio.locks"
