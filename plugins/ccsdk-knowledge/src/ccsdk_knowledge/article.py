"""Read an article: a Markdown file with TOML between two lines of `+++` at its head.

    +++
    title = "How long delivery takes"
    lang = "en"
    tags = ["delivery", "lead time"]
    +++

    We make to order: **two to four weeks** ...

One bad file is that file's problem: it is named, and the others are read.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import attrs
import msgspec

from ccsdk_knowledge.language import Language

__all__ = ["BYTES_MAX", "Article", "BadArticleError", "read_article"]

# Longer is no answer to a question, but a book.
BYTES_MAX = 256 * 2**10

_FENCE = re.compile(
    r"\A\ufeff?\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE
)
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)
# Marks that turn text around or hide in it: an article may not show what it does not say.
_HIDDEN = re.compile(
    r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class BadArticleError(Exception):
    """Say why a file is no article; `str()` is for whoever wrote it."""


class _Head(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    title: Short
    id: str | None = None
    lang: Language | None = None
    tags: Annotated[tuple[Short, ...], msgspec.Meta(max_length=50)] = ()
    queues: Annotated[tuple[str, ...], msgspec.Meta(max_length=50)] = ()
    valid_until: date | None = None
    url: str | None = None


@attrs.frozen(kw_only=True)
class Article:
    """Hold an article as it was read.

    `key` is its id and language, `delivery:en`; the same id in another language is the same
    article for other readers. It is shown up to and including `valid_until`.
    """

    id: str
    language: str
    title: str
    body: str = attrs.field(repr=False)
    tags: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    valid_until: date | None = None
    url: str | None = None

    @property
    def key(self) -> str:
        """Return what names it among all others."""
        return f"{self.id}:{self.language}"


def read_article(path: Path, *, language: str) -> Article:
    """Return the article of a file.

    Args:
        path: A file; its name without endings is the id of an article that names none.
        language: What an article is written in that does not say.

    Raises:
        BadArticleError: It is none.
    """
    head, body = _parts(_text(path))
    # A TOML file's dates and texts need no coercion, but its lists come as lists.
    try:
        found = msgspec.convert(head, _Head)
    except msgspec.ValidationError as error:
        raise BadArticleError(_worded(error)) from error
    own = path.name.partition(".")[0] if found.id is None else found.id
    if not _ID.fullmatch(own):
        problem = f"id {own!r} is none: small letters, digits, '-', '_' and '.', at most 64"
        raise BadArticleError(problem)
    if found.url is not None and not found.url.startswith("https://"):
        raise BadArticleError(f"url {found.url!r} does not begin with https://")
    title = _clean(found.title).strip()
    if not title:
        raise BadArticleError("title is empty")
    return Article(
        id=own,
        language=found.lang or language,
        title=title,
        body=_clean(body).strip(),
        tags=tuple(_clean(tag) for tag in found.tags),
        queues=found.queues,
        valid_until=found.valid_until,
        url=found.url,
    )


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(BYTES_MAX + 1)
    except OSError as error:
        raise BadArticleError(f"cannot be read: {error.strerror}") from error
    if len(raw) > BYTES_MAX:
        raise BadArticleError(f"is longer than {BYTES_MAX // 2**10} KiB")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadArticleError(f"is no UTF-8 text: byte {error.start} is {error.reason}") from error


def _parts(text: str) -> tuple[dict[str, Any], str]:
    match = _FENCE.match(text)
    if match is None:
        raise BadArticleError("has no head: TOML between two lines of +++")
    try:
        return tomllib.loads(match.group(1)), text[match.end() :]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadArticleError(f"its head is no TOML: {error}") from error


def _worded(error: msgspec.ValidationError) -> str:
    message = str(error).replace("`", "")
    return message.replace("Object missing required field", "has no").replace(
        "Object contains unknown field", "its head has an unknown"
    )


def _clean(text: str) -> str:
    """Return text of composed characters, without controls and marks that turn it around."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    kept = (c for c in composed if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return _HIDDEN.sub("", "".join(kept))
