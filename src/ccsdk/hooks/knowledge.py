"""What `suggest_knowledge` is asked and what it answers: articles that may help."""

from __future__ import annotations

from typing import Any

import attrs

__all__ = ["SCORE_MAX", "Article", "KnowledgeQuery"]

SCORE_MAX = 1_000
# The most characters of each text, and which of them may not be empty.
_LONGEST = {"id": 200, "title": 300, "snippet": 1_000, "url": 2_000, "language": 20}
_NEEDED = ("id", "title")


@attrs.frozen(kw_only=True)
class KnowledgeQuery:
    """Say what is looked for, and for whom.

    Args:
        text: What was asked, as it was typed or said.
        context: Earlier texts of the same talk, the newest first: they count less.
        language: What the reader reads, such as `zh-Hant`; None if nobody knows.
        queue: The queue that it is about, None if it is about none.
        is_typed: Somebody searches for just this; else it was said in a talk, and only what
            is likely to help is worth telling.
    """

    text: str
    context: tuple[str, ...] = ()
    language: str | None = None
    queue: str | None = None
    is_typed: bool = True


def _check_score(article: Article, attribute: attrs.Attribute[int], score: Any) -> None:
    if type(score) is not int or not 0 <= score <= SCORE_MAX:
        raise ValueError(f"score is to be a whole number from 0 to {SCORE_MAX}, not {score!r}")


def _check_text(article: Article, attribute: attrs.Attribute[Any], text: Any) -> None:
    name = attribute.name
    if text is None and attribute.default is None:
        return
    if not isinstance(text, str):
        raise TypeError(f"{name} is to be text, not a {type(text).__name__}")
    if len(text) > _LONGEST[name] or (name in _NEEDED and not text):
        least = 1 if name in _NEEDED else 0
        raise ValueError(f"{name} is to have {least} to {_LONGEST[name]} characters")


def _check_url(article: Article, attribute: attrs.Attribute[Any], url: str | None) -> None:
    _check_text(article, attribute, url)
    if url is not None and not url.startswith("https://"):
        raise ValueError(f"url is to begin with https://, not {url!r}")


def _check_marks(
    article: Article, attribute: attrs.Attribute[Any], marks: tuple[tuple[int, int], ...]
) -> None:
    at = 0
    if not isinstance(marks, tuple):
        raise TypeError("marks are to be a tuple of (start, end)")
    for start, end in marks:
        if not at <= start < end <= len(article.snippet):
            raise ValueError("marks are to be places in the snippet, in order, none twice")
        at = end


@attrs.frozen(kw_only=True)
class Article:
    """Tell an article that may help.

    Args:
        id: Names it among the articles of its plugin; at most 200 characters.
        title: At most 300 characters, plain text.
        snippet: The part that shows why it was found; at most 1,000 characters, plain text.
        marks: Where in the snippet words stand that were asked for, as (start, end) in
            characters, ascending.
        url: Where all of it can be read, https, if it is a page.
        language: What it is written in, such as `zh-Hans`.
        score: 0 to `SCORE_MAX`: how sure it is that this is what was meant. Answers of several
            plugins are ordered by it.

    Raises:
        TypeError: One of them is of another type.
        ValueError: One of them is out of bounds.
    """

    id: str = attrs.field(validator=_check_text)
    title: str = attrs.field(validator=_check_text)
    snippet: str = attrs.field(default="", validator=_check_text)
    marks: tuple[tuple[int, int], ...] = attrs.field(default=(), validator=_check_marks)
    url: str | None = attrs.field(default=None, validator=_check_url)
    language: str | None = attrs.field(default=None, validator=_check_text)
    score: int = attrs.field(validator=_check_score)
