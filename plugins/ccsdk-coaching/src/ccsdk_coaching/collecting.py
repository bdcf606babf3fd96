"""Reading a long text without the cyclic collector.

Hundreds of thousands of sentences and findings live until a text is judged, and die by their
count of references. Meanwhile the collector would walk through all of them again and again, ever
longer: ten times the text would take thirteen times the time. So it rests while a long text is
read, and only then: a note of usual length is left to it, and so is a program that has turned it
off itself.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

__all__ = ["LONG_CHARACTERS", "uncollected"]

LONG_CHARACTERS = 2**14


def uncollected(characters: int) -> AbstractContextManager[None]:
    """Return a block in which a text of so many characters is read."""
    return _resting() if characters > LONG_CHARACTERS and gc.isenabled() else nullcontext()


@contextmanager
def _resting() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
