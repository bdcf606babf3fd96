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


def jpeg_of_scans(extra: int, size: tuple[int, int] = (40, 30)) -> bytes:
    """Return a progressive JPEG whose last scan comes again and again, in 64 bytes each."""
    body = BytesIO()
    Image.new("L", size, "white").save(body, "JPEG", progressive=True)
    whole = body.getvalue()
    last = whole[whole.rfind(b"\xff\xc4", 0, whole.rfind(b"\xff\xda")) : -2]
    return whole[:-2] + last * extra + whole[-2:]


def jpeg_of_exif(parts: int) -> bytes:
    """Return a JPEG whose EXIF comes in many small parts."""
    whole = image("JPEG")
    part = b"Exif\0\0" + b"A" * 10
    segment = b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part
    return whole[:2] + segment * parts + whole[2:]


def png_with(name: bytes, data: bytes) -> bytes:
    """Return a small PNG with one more chunk behind its head."""
    whole = image("PNG")
    return whole[:33] + png_chunk(name, data) + whole[33:]


def packed(megabytes: int) -> bytes:
    """Return a deflate stream of zeros, a thousandth of what it unpacks to."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(2**20)) for _ in range(megabytes)) + packer.flush()


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
