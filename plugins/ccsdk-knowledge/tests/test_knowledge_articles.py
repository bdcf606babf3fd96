"""A folder of articles: what is good is found, what is bad is named, hostile text is text."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsdk_knowledge.article import BYTES_MAX, BadArticleError, read_article
from ccsdk_knowledge.document import document_of, plain_text, reply_text
from ccsdk_knowledge.library import LOOK_EVERY_MS, Library
from ccsdk_knowledge.ranking import Reader

TODAY = date(2026, 11, 22)
HEAD = '+++\ntitle = "Returns"\nlang = "en"\n+++\n'
GOOD = HEAD + "You have 100 days to send it back.\n"

Write = Callable[[str, str | bytes], Path]


class Clock:
    """Tell a time that the test sets."""

    def __init__(self) -> None:
        self.ms = 0

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes a file into the folder."""

    def write(name: str, text: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands."""
    return Clock()


@pytest.fixture
def library(tmp_path: Path, clock: Clock) -> Library:
    """Return the library of the folder."""
    return Library(tmp_path, "en", clock)


def found(library: Library, text: str, language: str = "en") -> list[str]:
    reader = Reader(language=language)
    return [hit.article.key for hit in library.search([text], reader=reader, votes={}, today=TODAY)]


def problems(library: Library) -> list[str]:
    library.look()
    return [str(each) for each in library.problems]


def test_an_article_says_what_it_is(write: Write) -> None:
    path = write(
        "a.md",
        '+++\ntitle = "退貨"\nlang = "zh-Hant"\nid = "returns"\ntags = ["退換"]\n'
        'queues = ["care"]\nvalid_until = 2027-01-31\nurl = "https://shop.example/r"\n+++\n\n內文\n',
    )

    article = read_article(path, language="en")

    assert (article.key, article.title, article.body) == ("returns:zh-Hant", "退貨", "內文")
    assert article.valid_until == date(2027, 1, 31)
    assert article.url == "https://shop.example/r"


def test_an_article_need_say_no_more_than_its_title(write: Write) -> None:
    path = write("returns.zh-Hant.md", '+++\ntitle = "Returns"\n+++\nText')

    assert read_article(path, language="zh-Hant").key == "returns:zh-Hant"


@pytest.mark.parametrize("head", ["\ufeff" + GOOD, GOOD.replace("\n", "\r\n")])
def test_files_of_other_systems_are_read(write: Write, head: str) -> None:
    assert "100 days" in read_article(write("a.md", head), language="en").body


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"+++\ntitle = 'a\xff'\n+++\n", "is no UTF-8 text: byte 14 is invalid start byte"),
        ("Just text", "has no head: TOML between two lines of +++"),
        ("+++\ntitle = \n+++\n", "its head is no TOML"),
        ("+++\nlang = 'en'\n+++\n", "has no title"),
        ("+++\ntitle = '  '\n+++\n", "title is empty"),
        ("+++\ntitle = 3\n+++\n", "title"),
        ("+++\ntitle = 'a'\nlang = 'de'\n+++\n", "lang"),
        ("+++\ntitle = 'a'\nlanguage = 'en'\n+++\n", "its head has an unknown language"),
        ("+++\ntitle = 'a'\nid = '../a'\n+++\n", "id '../a' is none"),
        ("+++\ntitle = 'a'\nurl = 'javascript:alert(1)'\n+++\n", "does not begin with https://"),
        (HEAD + "x" * 5_000_000, f"is longer than {BYTES_MAX // 2**10} KiB"),
        ("+++\ntitle = " + "[" * 50_000 + "\n+++\n", "its head is no TOML"),
    ],
)
def test_a_bad_file_is_named_with_its_fault(
    write: Write, library: Library, text: str | bytes, problem: str
) -> None:
    write("bad.md", text)
    write("good/returns.md", GOOD)

    assert found(library, "send back") == ["returns:en"]
    (told,) = problems(library)
    assert told.startswith("bad.md: ")
    assert problem in told


def test_two_of_one_id_are_told_apart_and_the_first_counts(write: Write, library: Library) -> None:
    write("a.md", GOOD.replace("lang", 'id = "one"\nlang'))
    write("b.md", GOOD.replace("lang", 'id = "one"\nlang'))

    assert found(library, "send back") == ["one:en"]
    assert problems(library) == ["b.md: has the id 'one' in en, as a.md has"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, clock: Clock) -> None:
    library = Library(tmp_path / "none", "en", clock)

    assert found(library, "anything") == []
    assert problems(library) == [".: cannot be read: No such file or directory"]


def test_a_file_name_that_is_no_text_can_be_told(tmp_path: Path, library: Library) -> None:
    (tmp_path / os.fsdecode(b"a\xff.md")).write_text("no head")

    (told,) = problems(library)

    assert told.encode("utf-8").startswith(b"a\\udcff.md: has no head")


@pytest.mark.parametrize("text", ["a\ud800b", "\udcff"])
def test_half_a_character_is_searched_for_without_harm(
    write: Write, library: Library, text: str
) -> None:
    write("returns.md", GOOD)

    found(library, text)


def test_of_too_many_files_the_first_are_read_and_the_rest_is_named(
    write: Write, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccsdk_knowledge.library.ARTICLES_MAX", 2)
    for name in ("a", "b", "c"):
        write(f"{name}.md", GOOD)

    assert found(library, "send back") == ["a:en", "b:en"]
    assert problems(library) == [".: has more than 2 files; the rest is left out"]


def test_a_link_leads_nowhere(write: Write, library: Library, tmp_path: Path) -> None:
    secret = tmp_path.parent / "secret.md"
    secret.write_text(GOOD)
    (tmp_path / "link.md").symlink_to(secret)

    assert found(library, "send back") == []
    secret.unlink()


def test_what_changes_is_read_again_after_a_while(
    write: Write, library: Library, clock: Clock
) -> None:
    path = write("returns.md", GOOD)
    assert found(library, "100 days") == ["returns:en"]
    path.write_text(GOOD.replace("100 days", "three weeks"))
    write("bad.md", "oops")

    assert found(library, "weeks") == []
    clock.ms += LOOK_EVERY_MS
    assert found(library, "weeks") == ["returns:en"]
    assert len(problems(library)) == 1

    (path.parent / "bad.md").unlink()
    path.unlink()
    clock.ms += LOOK_EVERY_MS
    assert found(library, "weeks") == []
    assert problems(library) == []


def test_a_file_that_stays_is_read_once(
    write: Write, library: Library, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("returns.md", GOOD)
    found(library, "days")
    stat = path.stat()
    path.write_text(GOOD.replace("100", "200"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    write("lamps.md", HEAD + "Lamps")
    clock.ms += LOOK_EVERY_MS

    assert found(library, "lamps") == ["lamps:en"]
    assert found(library, "100") == ["returns:en"]


def test_an_article_that_has_had_its_day_is_not_found(write: Write, library: Library) -> None:
    write("old.md", GOOD.replace("lang", "valid_until = 2026-11-21\nlang"))
    write("today.md", GOOD.replace("lang", "valid_until = 2026-11-22\nlang"))

    assert found(library, "send back") == ["today:en"]
    assert library.article("old:en", TODAY) is None


def test_synonyms_are_read_from_the_folder(write: Write, library: Library) -> None:
    write("synonyms.txt", "# of this shop\nsend, mail, post\n\nalone\n")
    write("returns.md", GOOD)

    assert found(library, "mailing") == []
    assert found(library, "mail") == ["returns:en"]
    assert problems(library) == []


def test_synonyms_that_cannot_be_read_are_named(write: Write, library: Library) -> None:
    write("synonyms.txt", b"\xff\xfe")
    write("returns.md", GOOD)

    assert found(library, "send") == ["returns:en"]
    assert problems(library)[0].startswith("synonyms.txt: cannot be read")


def tags_of(nodes: list[object]) -> list[str]:
    found = []
    for node in nodes:
        if isinstance(node, dict):
            found += [node["tag"], *tags_of(node["children"])]
    return found


def test_markdown_becomes_a_few_known_tags() -> None:
    document = document_of("# A\n\nOne **two** *three* `four`\n\n1. a\n2. b\n\n> c\n\n---\n")

    assert tags_of(document) == [
        *("h5", "p", "strong", "em", "code"),
        *("ol", "li", "span", "li", "span", "blockquote", "p", "hr"),
    ]
    assert plain_text("# A\n\nOne **two**\nthree\n") == "A\nOne two three"


@pytest.mark.parametrize(
    "markdown",
    [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,x)",
        "[a](http://shop.example)",
        "[a](//shop.example)",
        "[a](https://user:pass@shop.example)",
        "<https:>",
        "[a][b]\n\n[b]: vbscript:x",
    ],
)
def test_a_link_that_is_no_https_is_its_text(markdown: str) -> None:
    assert "href" not in json.dumps(document_of(markdown))


def test_a_link_to_a_page_is_one() -> None:
    (paragraph,) = document_of("[a](https://shop.example/x)")

    assert isinstance(paragraph, dict)
    assert paragraph["children"] == [
        {"tag": "a", "children": ["a"], "href": "https://shop.example/x"}
    ]


@pytest.mark.parametrize(
    "markdown",
    ["<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "<b>bold</b>\n\n<!-- c -->"],
)
def test_html_is_text(markdown: str) -> None:
    document = document_of(markdown)

    assert set(tags_of(document)) == {"p"}
    assert markdown.split("\n", maxsplit=1)[0] in plain_text(markdown)


def test_a_reply_keeps_where_links_lead_and_what_is_a_list() -> None:
    markdown = "See [My **orders**](https://shop.example/o).\n\n3. a\n4. b\n\n- c\n\n[d](x)\n"

    assert reply_text(markdown) == "\n".join(
        ["See My orders (https://shop.example/o).", "3. a", "4. b", "- c", "d"]
    )
    assert reply_text("<https://shop.example/o>") == "https://shop.example/o"


def test_an_image_is_its_description() -> None:
    assert document_of("![a chair](https://elsewhere.example/x.png)") == [
        {"tag": "p", "children": ["a chair"]}
    ]


def test_marks_that_turn_text_around_are_dropped(write: Write) -> None:
    path = write("a.md", '+++\ntitle = "R\u202eeturns\u200b"\n+++\nA\u2066b\x00\x07c')

    article = read_article(path, language="en")

    assert (article.title, article.body) == ("Returns", "Abc")


@given(st.text())
def test_any_text_becomes_nodes_of_known_tags(markdown: str) -> None:
    document = document_of(markdown)

    json.dumps(document)
    plain_text(markdown)
    assert set(tags_of(document)) <= set(
        "p span h5 h6 ul ol li blockquote strong em a code pre br hr "
        "table thead tbody tr th td".split()
    )


@given(st.binary(max_size=200))
def test_any_file_is_an_article_or_a_named_fault(tmp_path_factory: object, raw: bytes) -> None:
    assert isinstance(tmp_path_factory, pytest.TempPathFactory)
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_bytes(b"+++\n" + raw)

    with contextlib.suppress(BadArticleError):
        read_article(path, language="en")
