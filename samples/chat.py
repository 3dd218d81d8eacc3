# habu: --virtual-time
# Publish and subscribe: a room hands every message to everybody's queue.
import asyncio


class Room:
    def __init__(self):
        self.queues = {}

    def join(self, name):
        queue = self.queues[name] = asyncio.Queue()
        return queue

    async def say(self, author, text):
        for name, queue in self.queues.items():
            if name != author:
                await queue.put(f"{author}: {text}")


async def listen(name, queue, heard):
    while True:
        message = await queue.get()
        heard.append(f"{name} hears {message}")
        queue.task_done()


async def main():
    room, heard = Room(), []
    listeners = [asyncio.create_task(listen(name, room.join(name), heard)) for name in ("ann", "bob", "cat")]
    await room.say("ann", "hi all")
    await room.say("bob", "hi ann")
    for queue in room.queues.values():
        await queue.join()
    for listener in listeners:
        listener.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    print("\n".join(sorted(heard)))


asyncio.run(main())
