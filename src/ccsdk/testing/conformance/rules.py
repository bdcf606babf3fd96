"""The rules of conformance classes: what they test, no subclass may take away."""

from __future__ import annotations

from typing import Any

__all__ = ["Conformance"]


class Conformance:
    """Refuse subclasses that override a test; what a kind needs is declared, not tested less."""

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        for name in vars(cls):
            if name.startswith("test") and any(name in vars(each) for each in cls.__mro__[1:]):
                raise TypeError(f"{cls.__name__}.{name} overrides a test of its conformance class")
