"""Static files: what a plugin's folder holds, and the center's own browser modules.

Nothing outside the folder is reachable: a path is split into plain names first, and the
file it leads to, links followed, must still lie within. Text travels compressed where the
reader takes it; it holds no secret, so its length tells nothing.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from ccsdk.server.http import Request, Response

__all__ = ["find_client_module", "find_file", "serve_body", "serve_file"]

CLIENT_FOLDER = Path(__file__).parent.parent / "client" / "static"
_INDEX = "index.html"
_NOT_MODIFIED = 304
_COMPRESSED = ("text/", "application/json", "image/svg+xml", "application/manifest+json")
_COMPRESSED_FROM = 1_024
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


def find_file(folder: Path, path: str) -> Path | None:
    """Return the file below `folder` that a request's path names, None if there is none.

    Args:
        folder: The folder that is served.
        path: Relative, already percent-decoded; empty means the folder's index page.
    """
    names = (path or _INDEX).split("/")
    if any(not name or name.startswith(".") or "\\" in name or "\0" in name for name in names):
        return None
    root = folder.resolve()
    try:
        found = root.joinpath(*names).resolve()
        is_inside = found.is_relative_to(root) and found.is_file()
    except OSError:  # a name longer than the file system knows
        return None
    return found if is_inside else None


def find_client_module(path: str) -> Path | None:
    """Return the center's own browser module of this name, None if there is none."""
    return find_file(CLIENT_FOLDER, path) if path.endswith(".js") and "/" not in path else None


async def serve_file(
    file: Path, request: Request, headers: tuple[tuple[str, str], ...] = ()
) -> Response:
    """Return a file with its type and a tag, or that the reader's copy is still good."""
    body = await asyncio.to_thread(file.read_bytes)
    return await serve_body(body, file.suffix, request, headers)


async def serve_body(
    body: bytes, suffix: str, request: Request, headers: tuple[tuple[str, str], ...] = ()
) -> Response:
    """Return what a file of this suffix holds, or that the reader's copy is still good.

    Browsers keep a copy and ask each time, so that an upgrade reaches them at once.

    Source: RFC 9110, sections 8.4.1, 8.8.3, 12.5.3 and 13.1.2.
    """
    kind = _TYPES.get(suffix.lower(), "application/octet-stream")
    is_text = kind.startswith(_COMPRESSED) and len(body) >= _COMPRESSED_FROM
    is_compressed = is_text and _takes_gzip(request)
    # Another encoding is another representation, so it has a tag of its own.
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}{"-gz" if is_compressed else ""}"'
    fixed = (("etag", tag), ("cache-control", "no-cache"), *headers)
    if is_text:
        fixed += (("vary", "accept-encoding"),)
    asked = ",".join(request.headers("if-none-match")).split(",")
    if tag in {each.strip().removeprefix("W/") for each in asked}:
        return Response(status=_NOT_MODIFIED, headers=fixed)
    if is_compressed:
        body = await asyncio.to_thread(_compressed, body)
        fixed += (("content-encoding", "gzip"),)
    return Response(body=body, headers=(("content-type", kind), *fixed))


def _takes_gzip(request: Request) -> bool:
    for each in ",".join(request.headers("accept-encoding")).split(","):
        coding, _, weight = each.strip().lower().partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


@lru_cache(maxsize=128)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=9, mtime=0)
