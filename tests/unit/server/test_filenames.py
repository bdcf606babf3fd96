from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsdk.errors import FileRefusedError
from ccsdk.server.filenames import NAME_LENGTH_MAX, disposition, read_name, safe_name

PNG, TEXT = "image/png", "text/plain"


@pytest.mark.parametrize(
    ("given", "media", "expected"),
    [
        ("photo.png", PNG, "photo.png"),
        ("PHOTO.PNG", PNG, "PHOTO.PNG"),
        ("Grüße 你好.txt", TEXT, "Grüße 你好.txt"),
        # Another folder.
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("..\\..\\boot.txt", TEXT, "boot.txt"),
        ("/var/www/.htaccess", TEXT, "htaccess.txt"),
        ("..\uff0f..\uff0fx.txt", TEXT, "x.txt"),
        ("C:\\x.txt", TEXT, "x.txt"),
        ("a/b/", TEXT, "file.txt"),
        ("..", TEXT, "file.txt"),
        (".", PNG, "file.png"),
        ("", PNG, "file.png"),
        # Another kind than it is.
        ("evil.html", TEXT, "evil.html.txt"),
        ("evil.svg", PNG, "evil.svg.png"),
        ("evil.php.png", PNG, "evil.php.png"),
        ("run.exe", "application/pdf", "run.exe.pdf"),
        ("notes", TEXT, "notes.txt"),
        ("evil.png\0.html", TEXT, "evil.png.html.txt"),
        ("evil.ht\u200bml", TEXT, "evil.html.txt"),
        ("invoice\u202egnp.exe", PNG, "invoicegnp.exe.png"),
        ("x.html.", TEXT, "x.html.txt"),
        ("x.html ", TEXT, "x.html.txt"),
        ("x.ht\uff4dl", TEXT, "x.html.txt"),
        # What a system reserves or reads otherwise.
        ("CON", TEXT, "_CON.txt"),
        ("con.txt", TEXT, "_con.txt"),
        ("com1.log.txt", TEXT, "_com1.log.txt"),
        ("COM\u00b9.txt", TEXT, "_COM1.txt"),
        ("a:b.txt", TEXT, "a_b.txt"),
        ("x.txt::$DATA", TEXT, "x.txt__$DATA.txt"),
        ('a"b<c>|?*.txt', TEXT, "a_b_c____.txt"),
        # What splits a header.
        ("a\r\nset-cookie: x=1.txt", TEXT, "a set-cookie_ x=1.txt"),
        ("\u3164\u2800", TEXT, "file.txt"),
        ("a  \t b.txt", TEXT, "a b.txt"),
    ],
)
def test_name_is_safe_to_show_and_save(given: str, media: str, expected: str) -> None:
    assert safe_name(given, media) == expected


def test_long_name_is_cut_before_its_suffix() -> None:
    name = safe_name("a" * 10_000 + ".png", PNG)

    assert name == "a" * (NAME_LENGTH_MAX - 4) + ".png"


@given(st.text(max_size=300), st.sampled_from([PNG, TEXT, "application/pdf"]))
def test_no_text_makes_an_unsafe_name(text: str, media: str) -> None:
    name = safe_name(text, media)

    assert 0 < len(name) <= NAME_LENGTH_MAX
    assert not set(name) & set('/\\<>:"|?*\0\r\n')
    assert not name.startswith((".", " "))
    assert {unicodedata.category(c)[0] for c in name}.isdisjoint("C")
    assert name.lower().endswith((".png", ".txt", ".log", ".md", ".pdf"))
    assert safe_name(name, media) == name


@given(st.text(max_size=200))
def test_no_name_leaves_its_header(text: str) -> None:
    value = disposition(safe_name(text, PNG))

    assert value.isascii()
    assert value.isprintable()
    assert value.count('"') == 2
    assert value.startswith('attachment; filename="')


def test_header_has_the_name_for_old_and_new_clients() -> None:
    value = disposition("Grüße 你好.txt")

    assert value == (
        "attachment; filename=\"Grue.txt\"; filename*=UTF-8''"
        "Gr%C3%BC%C3%9Fe%20%E4%BD%A0%E5%A5%BD.txt"
    )


def test_name_without_ascii_has_a_plain_fallback() -> None:
    assert 'filename="file.txt"' in disposition("你好.txt")


@pytest.mark.parametrize("name", ["photo.png", "你好.png", "a%2f..%2f", "a\r\nb", ""])
def test_header_is_read_as_it_was_encoded(name: str) -> None:
    assert read_name(quote(name, safe="")) == name


def test_absent_header_is_no_name() -> None:
    assert read_name(None) == ""


@pytest.mark.parametrize("header", ["%ff%fe", "\u00fcber", "a" * 12_001, "%ed%a0%80"])
def test_header_that_is_no_encoded_text_is_refused(header: str) -> None:
    with pytest.raises(FileRefusedError) as caught:
        read_name(header)

    assert caught.value.reason == "file_name"
