from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsdk.model.values import Attachment
from ccsdk.server.media import MEDIA_TYPES, SUFFIXES, ZIP_DIRECTORY_BYTES_MAX, sniff
from tests.unit.server.media_samples import image, office, open_document, zipped

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."

TOLD = [
    (image("PNG"), "image/png"),
    (image("JPEG"), "image/jpeg"),
    (image("GIF"), "image/gif"),
    (image("WEBP"), "image/webp"),
    (b"%PDF-1.7\n...", "application/pdf"),
    (b"hello", "text/plain"),
    ("你好\r\n\tGrüße \x0c".encode(), "text/plain"),
    (b"\xef\xbb\xbfwith a byte order mark", "text/plain"),
    (b"I <3 you, 1 < 2", "text/plain"),
    (b"<3", "text/plain"),
    (("a" * 65_535 + "é").encode(), "text/plain"),
    (office("word/document.xml"), f"{OOXML}wordprocessingml.document"),
    (office("xl/workbook.xml"), f"{OOXML}spreadsheetml.sheet"),
    (office("ppt/presentation.xml"), f"{OOXML}presentationml.presentation"),
    (open_document("text"), f"{ODF}text"),
    (open_document("spreadsheet"), f"{ODF}spreadsheet"),
    (open_document("presentation"), f"{ODF}presentation"),
    (b"ID3\x04\x00rest", "audio/mpeg"),
    (b"\xff\xfb\x90\x00rest", "audio/mpeg"),
    (b"\0\0\0\x1cftypM4A rest", "audio/mp4"),
    (b"\0\0\0\x1cftypisomrest", "video/mp4"),
    (b"OggS" + b"\0" * 24 + b"OpusHead", "audio/ogg"),
    (b"\x1aE\xdf\xa3....B\x82\x84webm", "video/webm"),
]

REFUSED = [
    b"",
    b"<!DOCTYPE html><script>alert(1)</script>",
    b"  \n<html>",
    b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    b"<?xml version='1.0'?><svg/>",
    b"<!-- x --><html>",
    b"</p>",
    b"#!/bin/sh\nrm -rf /",
    b"MZ\x90\x00",
    b"\x7fELF\x02\x01",
    b"\xca\xfe\xba\xbe\x00\x00",
    b"text with a \0 in it",
    b"\xff\xfeu\0t\0f\0",
    "\u00fcber".encode("latin-1"),
    b"cut in the middle of \xe4\xbd",
    b"\xed\xa0\x80 half a surrogate pair",
    b"Rar!\x1a\x07\x00",
    b"\x1f\x8b\x08\x00",
    b"\0\0\0\x1cftypheicrest",
    b"OggS" + b"\0" * 24 + b"\x80theora",
    b"PK\x03\x04 no zip at all",
    zipped({"readme.txt": b"any zip"}),
    zipped({"META-INF/MANIFEST.MF": b"a program", "A.class": b"x"}),
    office("word/document.xml", **{"word/vbaProject.bin": b"macro"}),
    office("word/document.xml", **{"xl/workbook.xml": b"two at once"}),
    zipped({"content.xml": b"<x/>", "mimetype": b"application/vnd.oasis.opendocument.text"}),
    zipped({"mimetype": b"application/java-archive"}),
    # Bombs: much out of little.
    office("word/document.xml", **{"word/media/a": b"\0" * 2_000_000}),
]


@pytest.mark.parametrize(("body", "media"), TOLD)
def test_kind_is_told_by_the_bytes(body: bytes, media: str) -> None:
    assert sniff(BytesIO(body)) == media


@pytest.mark.parametrize("body", REFUSED)
@pytest.mark.parametrize("name", ["", "photo.png", "notes.txt", "table.csv"])
def test_whatever_else_it_is_no_name_makes_it_fit(body: bytes, name: str) -> None:
    assert sniff(BytesIO(body), name) is None


@pytest.mark.parametrize(
    ("name", "media"), [("a.csv", "text/csv"), ("a.CSV", "text/csv"), ("a.html", "text/plain")]
)
def test_only_csv_is_told_by_the_name(name: str, media: str) -> None:
    assert sniff(BytesIO(b"a;b\n1;2\n"), name) == media


def test_zip_with_a_huge_directory_is_not_opened() -> None:
    entries = {f"{n:0200}": b"" for n in range(ZIP_DIRECTORY_BYTES_MAX // 240)}

    body = zipped({"[Content_Types].xml": b"", "word/document.xml": b"", **entries})

    assert sniff(BytesIO(body)) is None


def test_entries_that_share_their_bytes_count_each() -> None:
    body = bytearray(office("word/document.xml"))
    # The directory says that a small part unpacks to 4 GB.
    at = body.rindex(b"PK\x01\x02")
    body[at + 24 : at + 28] = b"\xff\xff\xff\x7f"

    assert sniff(BytesIO(bytes(body))) is None


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"RIFF", b"\xff", b"<"]))
def test_any_bytes_are_told_without_an_error(body: bytes, head: bytes) -> None:
    assert sniff(BytesIO(head + body)) in {None, *MEDIA_TYPES}


@given(st.binary(max_size=60), st.integers(0, 400))
def test_damaged_documents_are_told_without_an_error(patch: bytes, at: int) -> None:
    body = bytearray(office("word/document.xml"))
    body[at : at + len(patch)] = patch

    assert sniff(BytesIO(bytes(body))) in {None, *MEDIA_TYPES}


@pytest.mark.parametrize("media", MEDIA_TYPES)
def test_every_kind_has_a_suffix_and_a_place_in_the_log(media: str) -> None:
    import msgspec

    attachment = msgspec.convert({"file": "fi_1", "media": media, "bytes": 1}, Attachment)

    assert attachment.media == media
    assert all(suffix.startswith(".") for suffix in SUFFIXES[media])
