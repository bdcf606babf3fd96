"""Small files of each kind, and some that are not what they seem."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image

PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def image(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    """Return an image with a corner of another colour, top left."""
    picture = Image.new(mode, size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    body = BytesIO()
    picture.save(body, kind)
    return body.getvalue()


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bomb(width: int, height: int) -> bytes:
    """Return a PNG of one bit per pixel and some kilobytes, however many pixels it has."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    end = png_chunk(b"IEND", b"")
    return PNG_HEAD + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", packed) + end


def zipped(entries: dict[str, bytes]) -> bytes:
    body = BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, data, kind)
    return body.getvalue()


def office(part: str, **more: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", part: b"<x/>", **more})


def open_document(kind: str) -> bytes:
    media = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": media.encode(), "content.xml": b"<x/>"})
