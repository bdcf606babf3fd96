"""What is worked out when it is first asked for, and is then an attribute like any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

__all__ = ["once"]

Of = TypeVar("Of")
Value = TypeVar("Value")


class once(Generic[Of, Value]):  # noqa: N801 - a decorator
    """Work out an attribute once; `functools.cached_property` takes a lock for it in 3.11."""

    def __init__(self, work: Callable[[Of], Value]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, one: None, owner: Any = None) -> once[Of, Value]: ...

    @overload
    def __get__(self, one: Of, owner: Any = None) -> Value: ...

    def __get__(self, one: Of | None, owner: Any = None) -> Value | once[Of, Value]:
        if one is None:
            return self
        value = self._work(one)
        setattr(one, self._name, value)
        return value
