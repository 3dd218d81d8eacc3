"""WeakSet, under the name asyncio and abc import it by."""

from weakref import WeakSet

__all__ = ["WeakSet"]
