"""Files that are not what they seem: bombs, files of two kinds, and scripts called pictures.

Each is data: what it is called, its bytes, what the center takes it for, and whether there is
a picture to show. A script in one of them that runs calls `pwned(...)`.

Source: OWASP, "File Upload Cheat Sheet"; PNG specification, third edition, section 11; GIF89a
specification, section 18.
"""

from __future__ import annotations

import gzip
import struct
from collections.abc import Mapping

import attrs

from tests.unit.server.media_samples import (
    PNG_HEAD,
    image,
    jpeg_of_scans,
    office,
    packed,
    png_bomb,
    png_chunk,
    png_with,
)

__all__ = ["REFUSED", "TAKEN", "Odd"]

TAIL = b"\n<script>pwned('tail')</script><svg onload=pwned('tail')>"


@attrs.frozen
class Odd:
    """Hold a file, what the center takes it for, and whether it may be shown."""

    body: bytes
    media: str
    has_preview: bool = False


def _claims(width: int, height: int) -> bytes:
    """Return a PNG that says how large it is, and has next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"".join(
        [PNG_HEAD, png_chunk(b"IHDR", head), png_chunk(b"IDAT", b"x"), png_chunk(b"IEND", b"")]
    )


def _gif_of_script() -> bytes:
    """Return a GIF that is a script as well: its width opens a comment, its end calls."""
    picture = image("GIF", (0x2A2F, 120))
    return picture + b"*/=1;pwned('gif')//"


TAKEN: Mapping[str, Odd] = {
    "bomb.png": Odd(png_bomb(20_000, 20_000), "image/png"),
    "claims.png": Odd(_claims(2**31 - 1, 2**31 - 1), "image/png"),
    "text.png": Odd(png_with(b"zTXt", b"Comment\0\0" + packed(100)), "image/png"),
    "deflate.png": Odd(png_with(b"IDAT", packed(100)), "image/png", has_preview=True),
    "scans.jpg": Odd(jpeg_of_scans(3_000), "image/jpeg"),
    "script.gif": Odd(_gif_of_script(), "image/gif", has_preview=True),
    "page.pdf": Odd(b"%PDF-1.7\n<html><script>pwned('pdf')</script></html>", "application/pdf"),
    "tail.png": Odd(image("PNG") + TAIL, "image/png", has_preview=True),
    "tail.jpg": Odd(image("JPEG") + TAIL, "image/jpeg", has_preview=True),
    "words.txt": Odd(b"words first" + TAIL, "text/plain"),
}

REFUSED: Mapping[str, bytes] = {
    "page.png": b"<!doctype html><script>pwned('page')</script>",
    "drawing.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='pwned(1)'/>",
    "marked.jpg": b"\xef\xbb\xbf <?xml version='1.0'?><svg onload='pwned(2)'/>",
    "packed.svg": gzip.compress(b"<svg onload='pwned(3)'/>"),
    "much.docx": office("word/document.xml", **{"word/media/a": b"\0" * 2_000_000}),
    "script.js": b"#!/usr/bin/env node\npwned(4)",
}
