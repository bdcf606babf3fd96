"""Patterns of many words that cost little where none of them stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

__all__ = ["any_of", "by_word", "late", "rarest"]

_WORD = re.compile(r"\w+")
_HEAD = re.compile(r"(\(\?P<\w+>)?\\b")


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of some words, the longest first.

    It looks at the first character before any word, for most places end there, and then only
    at the words that begin with it.
    """
    by_head: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        by_head.setdefault(word[0], []).append(word[1:])
    heads = "".join(map(re.escape, sorted(by_head)))
    branches = (re.escape(head) + _ends(ends) for head, ends in sorted(by_head.items()))
    return f"(?=[{heads}])(?:{'|'.join(branches)})"


def _ends(ends: list[str]) -> str:
    joined = "|".join(map(re.escape, ends))
    return f"(?:{joined})" if len(ends) > 1 else joined


def rarest(phrases: Iterable[str]) -> frozenset[str]:
    """Return of each phrase its longest word, without which it cannot stand in a text."""
    return frozenset(max(_WORD.findall(each), key=len) for each in phrases)


def by_word(pattern: str) -> str:
    """Return a pattern of the same alternatives that is looked for at the heads of words.

    Those that begin with a border of a word stand behind one border; the others follow.
    """
    at_words, others = [], []
    for each in _alternatives(pattern):
        head = _HEAD.match(each)
        if head:
            at_words.append((head[1] or "") + each[head.end() :])
        else:
            others.append(each)
    return "|".join([rf"(?<!\w)(?=\w)(?:{'|'.join(at_words)})", *others])


def _alternatives(pattern: str) -> Iterator[str]:
    """Yield the outermost alternatives of a pattern."""
    depth = begin = place = 0
    is_class = False
    while place < len(pattern):
        sign = pattern[place]
        if sign == "\\":
            place += 1
        elif is_class:
            is_class = sign != "]"
        elif sign == "[":
            is_class = True
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and not depth:
            yield pattern[begin:place]
            begin = place + 1
        place += 1
    yield pattern[begin:]


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
