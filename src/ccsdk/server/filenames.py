"""What a file is called: a stranger's words, made into a name that is safe to save.

A name never becomes a path of ours; files are stored under random ones. It is shown, and it
is what a reader's own machine saves, so it must not lie about its kind, leave its folder,
hide, or turn its text around.

Source: RFC 6266 and RFC 8187 for the header; Microsoft's "Naming Files, Paths, and
Namespaces" for the reserved names.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote_to_bytes

from ccsdk.errors import FileRefusedError
from ccsdk.server.media import SUFFIXES

__all__ = ["NAME_LENGTH_MAX", "disposition", "read_name", "safe_name"]

NAME_LENGTH_MAX = 120
NAMELESS = "file"
# What a name may grow to while it travels; four bytes of UTF-8 are twelve characters there.
_HEADER_LENGTH_MAX = 12_000
_SUFFIX_LENGTH_MAX = 12
_STRIPPED = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
# Letters that show nothing; they are no format characters to Unicode.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0"
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9]|lpt[0-9])", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def read_name(header: str | None) -> str:
    """Return the text of an `x-file-name` header: UTF-8, percent-encoded; empty if absent.

    Raises:
        FileRefusedError: It is no such text, or longer than any name.
    """
    problem = "x-file-name is to be UTF-8, percent-encoded"
    if header is None:
        return ""
    if len(header) > _HEADER_LENGTH_MAX:
        raise FileRefusedError(fault="file_name", problem="the name is too long")
    try:
        return unquote_to_bytes(header.encode("ascii")).decode("utf-8")
    except UnicodeError:
        raise FileRefusedError(fault="file_name", problem=problem) from None


def safe_name(given: str, media: str) -> str:
    """Return a name that can be shown and saved, whose suffix says what the file is.

    Args:
        given: What the sender called it, a path of any system included.
        media: What its bytes say it is; a suffix of another kind gets the right one behind it.

    Returns:
        At most 120 characters; the name again if it is given once more.
    """
    base = re.split(r"[/\\]", _visible(given))[-1].translate(_FORBIDDEN)
    stem, suffix = _split(_trimmed(base))
    fitting = SUFFIXES.get(media, ())
    if suffix.lower() not in fitting:
        stem, suffix = stem + suffix, fitting[0] if fitting else ""
    stem = _trimmed(stem[: NAME_LENGTH_MAX - len(suffix)]) or NAMELESS
    if _RESERVED.fullmatch(stem.partition(".")[0].rstrip()):
        stem = _trimmed(f"_{stem}"[: NAME_LENGTH_MAX - len(suffix)])
    return stem + suffix


def disposition(name: str) -> str:
    """Return the Content-Disposition that saves a file under its name.

    Old clients read the first parameter, in ASCII, all others the second.

    Source: RFC 6266, section 4.3 and appendix D; RFC 8187, section 3.2.
    """
    stem, suffix = _split(name)
    fallback = (_trimmed(_plain(stem)) or NAMELESS) + _plain(suffix)
    return f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(name, safe='')}"


def _plain(text: str) -> str:
    """Return what of a text any client can read, without its accents."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^A-Za-z0-9 ._()-]", "_", ascii_only)


def _visible(text: str) -> str:
    """Return text in one form of Unicode, without what cannot be seen.

    The slash that a reader sees may come from another character: first the form, then the
    checks.
    """
    for _ in range(2):
        text = unicodedata.normalize("NFKC", text)
        text = _SPACES.sub(" ", text)
        text = "".join(
            c for c in text if c not in _BLANK and unicodedata.category(c) not in _STRIPPED
        )
    return text


def _trimmed(name: str) -> str:
    """Return a name without what hides it (a dot in front) or is lost on Windows (behind)."""
    return name.strip(" .")


def _split(name: str) -> tuple[str, str]:
    """Return stem and suffix; a short last part without spaces is a suffix."""
    stem, dot, suffix = name.rpartition(".")
    is_suffix = bool(dot and stem) and 0 < len(suffix) <= _SUFFIX_LENGTH_MAX
    if is_suffix and " " not in suffix:
        return stem, f".{suffix}"
    return name, ""
