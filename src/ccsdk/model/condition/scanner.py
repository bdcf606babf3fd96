"""Cut the text of a condition into words, each with its column.

The bounds are checked here, before anything is built: what comes out has at most `WORDS_MAX`
names, values and operators and as many opening brackets, so that no later step can run deep.
Columns count characters from 1. Only ASCII has meaning outside of quotes.
"""

from __future__ import annotations

import re
from enum import Enum

import attrs

from ccsdk.errors import ConditionError

__all__ = ["TEXT_MAX", "WORDS_MAX", "Kind", "Word", "scan"]

TEXT_MAX = 512
WORDS_MAX = 32


class Kind(Enum):
    """Name what kind of word stands somewhere."""

    NAME = "name"
    NUMBER = "number"
    TEXT = "text"
    KEYWORD = "keyword"
    OPERATOR = "operator"
    BRACKET = "bracket"
    END = "end"


@attrs.frozen
class Word:
    """Hold a word as it is written, quotes included, and where it begins."""

    kind: Kind
    text: str
    column: int

    def __str__(self) -> str:
        return "the end" if self.kind is Kind.END else self.text


_KEYWORDS = frozenset({"and", "or", "not", "in", "True", "False"})
# An id of the center file may stand after a dot as it is, so `-` and a leading digit belong
# to a name there. Control characters and those that turn the writing direction around have
# no place even in a text: what a supervisor reads must be what is compared.
_QUOTED = r"[^{}\\\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]*"
_WORD = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_-]+)*)"
    r"|(?P<number>-?[0-9][A-Za-z0-9_.]*)"
    rf"|(?P<text>\"{_QUOTED.format(chr(34))}\"|'{_QUOTED.format(chr(39))}')"
    r"|(?P<operator>[=!<>]=|[<>])"
    r"|(?P<bracket>[()\[\],])"
)
_INSTEAD = {"=": "==", "&": "and", "|": "or", "!": "not"}


def scan(text: str) -> list[Word]:
    """Return the words of a condition, the last one of kind END.

    Raises:
        ConditionError: Something is no word, or there is too much of it.
    """
    if len(text) > TEXT_MAX:
        problem = f"a condition has at most {TEXT_MAX} characters"
        raise ConditionError(column=TEXT_MAX + 1, problem=problem)
    words: list[Word] = []
    at = 0
    while at < len(text):
        match = _WORD.match(text, at)
        if match is None:
            raise _stray(text, at)
        group = str(match.lastgroup)
        if group != "space":
            is_keyword = group == "name" and match[0] in _KEYWORDS
            words.append(Word(Kind.KEYWORD if is_keyword else Kind(group), match[0], at + 1))
        at = match.end()
    _check_bounds(words)
    return [*words, Word(Kind.END, "", len(text) + 1)]


def _check_bounds(words: list[Word]) -> None:
    counted = [word for word in words if word.kind is not Kind.BRACKET]
    if len(counted) > WORDS_MAX:
        problem = f"a condition has at most {WORDS_MAX} names, values and operators"
        raise ConditionError(column=counted[WORDS_MAX].column, problem=problem)
    opened = [word for word in words if word.text == "("]
    if len(opened) > WORDS_MAX:
        problem = f"a condition has at most {WORDS_MAX} brackets"
        raise ConditionError(column=opened[WORDS_MAX].column, problem=problem)


def _stray(text: str, at: int) -> ConditionError:
    stray = text[at]
    if stray in "\"'":
        problem = f"this text has no closing {stray}, or has a backslash or line break inside"
        return ConditionError(column=at + 1, problem=problem)
    problem = f"{ascii(stray)[1:-1]} means nothing here"
    return ConditionError(column=at + 1, problem=problem, nearest=_INSTEAD.get(stray))
