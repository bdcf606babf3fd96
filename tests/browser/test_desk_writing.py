"""What the desk makes of text, alone: marks, replies, mentions, lengths, links, kept drafts."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.browser.desk_page import ROOT

STATIC = ROOT / "plugins" / "ccsdk-desk" / "src" / "ccsdk_desk" / "static"
HOST = "https://desk.test/"

REPLIES = {
    "hello": {"title": "Greeting", "text": "Hello {customer}"},
    "hallo": {"title": "Greeting in German", "text": "Hallo", "language": "de"},
    "times": {"title": "Delivery times", "text": "Five days", "language": "en"},
}
PEOPLE = [
    {"id": "mei", "name": "Mei Lin"},
    {"id": "li", "name": "李"},
    {"id": "a1", "name": "Ana"},
    {"id": "a2", "name": "Anabel"},
    {"id": "t1", "name": "Tom"},
    {"id": "t2", "name": "Tom"},
]


@pytest.fixture
def modules(page: Page) -> Page:
    """Open a page that has nothing but the desk's modules."""
    index = (STATIC / "index.html").read_text()
    maps = index.partition('<script type="importmap">')[2].partition("</script>")[0]
    empty = f'<!doctype html><title>x</title><script type="importmap">{maps}</script>'

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if path:
            route.fulfill(path=STATIC / path)
        else:
            route.fulfill(body=empty, content_type="text/html")

    page.route(f"{HOST}**", serve)
    page.goto(HOST)
    return page


def made(page: Page, module: str, expression: str, value: Any = None) -> Any:
    """Return what an expression over a module's exports gives."""
    script = f"async (value) => {{ const m = await import('/{module}'); return {expression}; }}"
    return page.evaluate(script, value)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("/", ""),
        ("Hello /del ti", "del ti"),
        ("（/多", "多"),
        ("你好/多", "多"),
        ("and/or", None),
        ("1 / 2", None),
        ("/a\nb", None),
        ("no mark", None),
        ("/" + "x" * 50, None),
    ],
)
def test_mark_counts_at_the_beginning_of_a_word(
    modules: Page, text: str, query: str | None
) -> None:
    typed = made(modules, "writing.js", "m.typedBehind(value, value.length, '/')", text)

    assert (typed and typed["query"]) == query


@pytest.mark.parametrize(
    ("query", "language", "codes"),
    [
        ("", "en-GB", ["times", "hello", "hallo"]),
        ("", "de", ["hallo", "hello", "times"]),
        ("greet", None, ["hello", "hallo"]),
        ("FIVE deliv", None, ["times"]),
        ("nothing such", None, []),
    ],
)
def test_replies_are_found_by_words_and_ordered_by_language(
    modules: Page, query: str, language: str | None, codes: list[str]
) -> None:
    value = {"replies": REPLIES, "query": query, "language": language}

    found = made(
        modules,
        "writing.js",
        "m.repliesFor(value.replies, value.query, value.language).map(({ code }) => code)",
        value,
    )

    assert found == codes


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@Ana and @Anabel", ["a1", "a2"]),
        ("@Anabella", []),
        ("@李你看", ["li"]),
        ("@Tom, @Tom (t2)", ["t2"]),
        ("mail@Ana.example", []),
        ("@Mei Lin", []),
    ],
)
def test_mention_names_exactly_one_person_and_never_oneself(
    modules: Page, text: str, ids: list[str]
) -> None:
    value = {"text": text, "people": PEOPLE}

    found = made(
        modules, "writing.js", "m.mentionsIn(value.text, m.mentionable(value.people, 'mei'))", value
    )

    assert found == ids


def test_length_counts_characters_as_the_center_does(modules: Page) -> None:
    texts = ["", "😀" * 32_000, "😀" * 32_001, "x" * 16_001]

    over = [made(modules, "writing.js", "m.excess(value, 'reply')", text) for text in texts]
    note = made(modules, "writing.js", "m.excess(value, 'note')", texts[-1])

    assert over == [-32_000, 0, 1, -15_999]
    assert note == 1


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("no link", ["no link"]),
        ("(https://a.example/b).", ["(", "https://a.example/b", ")."]),
        ("https://a.example/b_(c)!", ["https://a.example/b_(c)", "!"]),
        ("看https://a.example。好", ["看", "https://a.example", "。好"]),
        ("ftp://a.example javascript:x", ["ftp://a.example javascript:x"]),
        ("https://", ["https://"]),
    ],
)
def test_addresses_are_cut_out_of_a_text(modules: Page, text: str, pieces: list[str]) -> None:
    parts = made(modules, "text.js", "m.parts(value).map((part) => part.shown ?? part)", text)

    assert parts == pieces


def test_host_of_a_disguised_address_is_its_own(modules: Page) -> None:
    text = "https://bank.example@evil.example/ https://аpple.example/"

    hosts = made(
        modules, "text.js", "m.parts(value).map((part) => part.host).filter(Boolean)", text
    )

    assert hosts == ["evil.example", "xn--pple-43d.example"]


def test_what_another_tab_wrote_is_taken_and_not_written_back(modules: Page) -> None:
    kept = made(
        modules,
        "local.js",
        """(() => {
          const each = new m.KeptEach("draft");
          const pins = m.remembered("pins", []);
          m.rememberFor({ center: "c", id: "mei" });
          const start = "ccsdk-desk:c:mei:";
          each.put("in_1", "mine");
          const tell = (key, newValue) =>
            dispatchEvent(new StorageEvent("storage", { key: start + key, newValue }));
          tell("draft/in_1", '"theirs"');
          tell("pins", '["in_9"]');
          return [each.get("in_1"), localStorage.getItem(`${start}draft/in_1`), pins.value,
                  localStorage.getItem(`${start}pins`)];
        })()""",
    )

    assert kept == ["theirs", '"mine"', ["in_9"], None]


def test_kept_drafts_of_what_is_gone_are_forgotten(modules: Page) -> None:
    left = made(
        modules,
        "local.js",
        """(() => {
          const each = new m.KeptEach("draft");
          m.rememberFor({ center: "c", id: "mei" });
          each.put("in_1/reply", "one");
          each.put("in_2/note", "two");
          each.retain((id) => id.startsWith("in_2"));
          return [each.get("in_1/reply") ?? null, Object.keys(localStorage)];
        })()""",
    )

    assert left == [None, ["ccsdk-desk:c:mei:draft/in_2/note"]]
