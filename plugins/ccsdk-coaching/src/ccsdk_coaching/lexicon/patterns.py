"""Patterns of many words that cost little where none of them stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

__all__ = ["any_of", "headed", "late", "rarest", "sought"]

_WORD = re.compile(r"\w+")


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of some words, the longest first.

    It looks at the first character before any word, for most places end there, and then only
    at the words that begin with it.
    """
    by_head = _by_head(words)
    heads = "".join(map(re.escape, by_head))
    return f"(?=[{heads}])(?:{_branches(by_head)})"


def sought(words: Iterable[str]) -> str:
    """Return alternatives of any of some words, the longest first, to begin a pattern with.

    Where no more than these stands at its head, `re` itself skips to their first characters.
    """
    return _branches(_by_head(words))


def _by_head(words: Iterable[str]) -> dict[str, list[str]]:
    """Return by its first character what follows it in each word, the longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        found.setdefault(word[0], []).append(word[1:])
    return dict(sorted(found.items()))


def _branches(by_head: Mapping[str, list[str]]) -> str:
    return "|".join(re.escape(head) + _ends(ends) for head, ends in by_head.items())


def _ends(ends: list[str]) -> str:
    joined = "|".join(map(re.escape, ends))
    return f"(?:{joined})" if len(ends) > 1 else joined


def headed(heads: str, pattern: str) -> str:
    """Return a pattern that only tells where another one begins: its match is one character.

    Each match of the other begins with one of `heads`; `re` skips to these without trying.
    """
    letters = "".join(map(re.escape, sorted(set(heads))))
    return f"[{letters}](?<=(?={pattern})[{letters}])"


def rarest(phrases: Iterable[str]) -> frozenset[str]:
    """Return of each phrase its longest word, without which it cannot stand in a text."""
    return frozenset(max(_WORD.findall(each), key=len) for each in phrases)


class _Late:
    """Stand for a pattern that is compiled when it is first used; then its methods are its own."""

    def __init__(self, text: str | Callable[[], str], flags: int) -> None:
        self._given = text, flags

    def __getattr__(self, name: str) -> Any:
        text, flags = self._given
        text = text if isinstance(text, str) else text()
        if name == "pattern":
            return text
        compiled = re.compile(text, flags)
        for each in ("search", "match", "fullmatch", "finditer", "findall", "split", "sub"):
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def late(text: str | Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that costs nothing until it is used: `re.compile` of many words is slow.

    Who never reads Chinese need not wait for its patterns. Only methods may be asked of it. A
    text that takes long to put together is given as what returns it.
    """
    return cast("re.Pattern[str]", _Late(text, flags))
