"""What a file is, by its bytes: one small table, and never what its sender said.

Whatever a browser might run is no type here: HTML, SVG and other markup, scripts, programs,
office files with macros. Bytes cannot tell CSV from other text; both are harmless, so there,
and only there, the name decides.

Source: WHATWG MIME Sniffing, section 7; PKWARE APPNOTE 6.3 for zip; ECMA-376 part 2 and ODF
1.3 part 2 for what is in one.
"""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
from collections.abc import Callable
from typing import BinaryIO

__all__ = ["MEDIA_TYPES", "SUFFIXES", "sniff"]

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

# Media type -> suffixes that tell it truly, the usual one first.
SUFFIXES: dict[str, tuple[str, ...]] = {
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "text/plain": (".txt", ".log", ".md"),
    "text/csv": (".csv",),
    f"{_OOXML}wordprocessingml.document": (".docx",),
    f"{_OOXML}spreadsheetml.sheet": (".xlsx",),
    f"{_OOXML}presentationml.presentation": (".pptx",),
    f"{_ODF}text": (".odt",),
    f"{_ODF}spreadsheet": (".ods",),
    f"{_ODF}presentation": (".odp",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "video/mp4": (".mp4", ".m4v"),
    "video/webm": (".webm",),
}
MEDIA_TYPES = tuple(SUFFIXES)

HEAD_BYTES = 64
PART_BYTES = 65_536
# Some 20,000 entries; each becomes an object of half a kilobyte.
ZIP_DIRECTORY_BYTES_MAX = 2**20
ZIP_RATIO_MAX = 100
# The end of a directory with its longest comment, and a zip64 locator in front; the record's
# length of the directory stands behind twelve bytes.
_ZIP_TAIL_BYTES = 20 + 22 + 65_535
_ZIP_END = struct.Struct("<12xI6x")
_MARKUP = re.compile(rb"[\s\0]*<[a-zA-Z!?/]")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_BOM = codecs.BOM_UTF8
_VIDEO_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ")
_OFFICE_PARTS = {
    "word/document.xml": f"{_OOXML}wordprocessingml.document",
    "xl/workbook.xml": f"{_OOXML}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OOXML}presentationml.presentation",
}
_OPEN_DOCUMENTS = frozenset(f"{_ODF}{kind}" for kind in ("text", "spreadsheet", "presentation"))


def sniff(file: BinaryIO, name: str = "") -> str | None:
    """Return the media type that a file's bytes show, None if it is none of the table.

    Args:
        file: Read from its beginning; text is read whole, in parts of 64 KiB.
        name: Tells CSV from other text, nothing else.
    """
    head = file.read(HEAD_BYTES)
    for fits, found in _SIGNATURES:
        if fits(head):
            return found
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file)
    if head and _is_text(file):
        return "text/csv" if name.lower().endswith(".csv") else "text/plain"
    return None


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signatures)


def _is_mp3(head: bytes) -> bool:
    """Return whether an ID3v2 tag or a frame of MPEG layer III begins here."""
    if head.startswith((b"ID3\x02", b"ID3\x03", b"ID3\x04")):
        return True
    return len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 < 0xF0


def _is_brand(*brands: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[4:8] == b"ftyp" and head[8:12] in brands


_SIGNATURES: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (_starts(b"\x89PNG\r\n\x1a\n"), "image/png"),
    (_starts(b"\xff\xd8\xff"), "image/jpeg"),
    (_starts(b"GIF87a", b"GIF89a"), "image/gif"),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", "image/webp"),
    (_starts(b"%PDF-"), "application/pdf"),
    (_is_brand(b"M4A ", b"M4B "), "audio/mp4"),
    (_is_brand(*_VIDEO_BRANDS), "video/mp4"),
    (lambda head: head[:4] == b"OggS" and head[28:35] in (b"OpusHea", b"\x01vorbis"), "audio/ogg"),
    (lambda head: head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head, "video/webm"),
    (_is_mp3, "audio/mpeg"),
)


def _is_text(file: BinaryIO) -> bool:
    """Return whether all of a file is UTF-8 without controls, and no markup or script."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    file.seek(0)
    start = file.read(PART_BYTES)
    content = start.removeprefix(_BOM)
    if content.startswith(b"#!") or _MARKUP.match(content):
        return False
    part = start
    try:
        while part:
            if _CONTROLS.search(part):
                return False
            decoder.decode(part)
            part = file.read(PART_BYTES)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _zipped(file: BinaryIO) -> str | None:
    """Return the kind of an office document by what its zip holds; nothing is unpacked.

    What it would unpack to is counted against the bytes that came, so that entries which
    share their bytes count as often as they are named.
    """
    size = file.seek(0, 2)
    if not _has_small_directory(file, size):
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > size * ZIP_RATIO_MAX:
                return None
            names = {entry.filename for entry in entries}
            if any("vbaproject" in name.lower() for name in names):
                return None
            if "[Content_Types].xml" in names:
                kinds = {kind for part, kind in _OFFICE_PARTS.items() if part in names}
                return kinds.pop() if len(kinds) == 1 else None
            return _open_document(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError, EOFError):
        return None


def _has_small_directory(file: BinaryIO, size: int) -> bool:
    """Return whether a zip's directory may be read whole; none of 25 MiB needs a zip64 one."""
    file.seek(max(0, size - _ZIP_TAIL_BYTES))
    tail = file.read(_ZIP_TAIL_BYTES)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _ZIP_END.size or tail[max(0, at - 20) : at][:4] == b"PK\x06\x07":
        return False
    (directory_bytes,) = _ZIP_END.unpack_from(tail, at)
    return bool(directory_bytes <= ZIP_DIRECTORY_BYTES_MAX)


def _open_document(archive: zipfile.ZipFile) -> str | None:
    """Return what an OpenDocument says it is, in its first entry, which is not compressed."""
    first = archive.infolist()[:1]
    if not first or first[0].filename != "mimetype" or first[0].compress_type != zipfile.ZIP_STORED:
        return None
    if first[0].file_size > HEAD_BYTES:
        return None
    kind = archive.read(first[0]).decode("ascii", "replace")
    return kind if kind in _OPEN_DOCUMENTS else None
