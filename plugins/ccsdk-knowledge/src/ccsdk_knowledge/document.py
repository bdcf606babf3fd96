"""Turn an article's Markdown into plain values that a page makes elements of, and nothing else.

What arrives there are a few known tags, text, and links that begin with https://. HTML in an
article is text. Images are their description: an article loads nothing from anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = ["Node", "document_of", "plain_text", "reply_text"]

# A text, or a tag with what is within it: {"tag": "p", "children": [...]}.
Node = str | dict[str, Any]

_TAGS = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote strong em a table thead tbody tr th td".split()
)
# Below the panel's own headings.
_HEADINGS = {"h1": "h5", "h2": "h5", "h3": "h6", "h4": "h6", "h5": "h6", "h6": "h6"}


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def document_of(markdown: str) -> list[Node]:
    """Return an article's text as nodes."""
    return _nodes(_parser().parse(markdown))


def plain_text(markdown: str) -> str:
    """Return an article's text without marks, a line for each block."""
    lines = []
    for token in _parser().parse(markdown):
        if token.type == "inline":
            lines.append("".join(_texts(token.children or ())))
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.rstrip("\n"))
    return "\n".join(line for line in lines if line)


def reply_text(markdown: str) -> str:
    """Return an article's text as it is written to somebody: with links, and lists as such."""
    lines: list[str] = []
    mark = ""
    for token in _parser().parse(markdown):
        if token.type == "list_item_open":
            mark = f"{token.info}. " if token.info else "- "
        elif token.type == "inline":
            lines.append(mark + "".join(_written(token.children or ())))
            mark = ""
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.rstrip("\n"))
    return "\n".join(line for line in lines if line)


def _written(tokens: Sequence[Token]) -> Iterable[str]:
    address, shown = "", ""
    for token in tokens:
        if token.type == "link_open":
            address, shown = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            if _is_safe(address) and shown != address:
                yield f" ({address})"
        else:
            text = "".join(_texts([token]))
            shown += text
            yield text


def _texts(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.children:
            yield from _texts(token.children)
        else:
            yield token.content


def _nodes(tokens: Sequence[Token]) -> list[Node]:
    """Return the nodes of a flat list of tokens that open and close."""
    open_lists: list[list[Node]] = [[]]
    for token in tokens:
        here = open_lists[-1]
        if token.nesting == 1:
            node = _opened(token)
            here.append(node)
            open_lists.append(node["children"])
        elif token.nesting == -1:
            open_lists.pop()
        else:
            here.extend(_single(token))
    return open_lists[0]


def _opened(token: Token) -> dict[str, Any]:
    node: dict[str, Any] = {"tag": "span", "children": []}
    if token.hidden or token.tag not in _TAGS:
        return node
    node["tag"] = _HEADINGS.get(token.tag, token.tag)
    if token.tag == "a":
        address = str(token.attrGet("href") or "")
        node = {**node, "href": address} if _is_safe(address) else {**node, "tag": "span"}
    if token.tag == "ol" and isinstance(start := token.attrGet("start"), int):
        node["start"] = start
    return node


def _single(token: Token) -> list[Node]:
    match token.type:
        case "inline":
            return _nodes(token.children or ())
        case "softbreak":
            return [" "]
        case "hardbreak":
            return [{"tag": "br", "children": []}]
        case "hr":
            return [{"tag": "hr", "children": []}]
        case "code_inline":
            return [{"tag": "code", "children": [token.content]}]
        case "fence" | "code_block":
            return [{"tag": "pre", "children": [token.content]}]
        case "image":
            return ["".join(_texts(token.children or ()))]
        case _:
            return [token.content] if token.content else []


def _is_safe(address: str) -> bool:
    """Say whether a link leads to a page of the web and nowhere else."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
