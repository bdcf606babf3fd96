"""Every picture and every relative link of the documentation leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.meta.tree import ROOT, code_files

# [words](target) and ![words](target), outside of code.
LINK = re.compile(r"!?\[[^\]\n]*(?:\n[^\]\n]*)?\]\(([^)\s]+)\)")
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`|<!--.*?-->", re.DOTALL | re.MULTILINE)
FENCED = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:")
IMAGES = ROOT / "docs" / "images"


def broken(page: Path) -> Iterator[str]:
    """Yield each link of a page whose file or heading is not there."""
    prose = CODE.sub("", page.read_text(encoding="utf-8"))
    for target in LINK.findall(prose):
        if ELSEWHERE.match(target):
            continue
        name, _, anchor = target.partition("#")
        place = (page.parent / name).resolve() if name else page
        if not place.exists():
            yield f"{page}: {target}: there is no such file"
        elif anchor and anchor not in anchors(place):
            yield f"{page}: {target}: there is no such heading"


def anchors(page: Path) -> set[str]:
    """Return the names under which the headings of a page are linked to."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    titles = (heading.replace("`", "").lower() for heading in HEADING.findall(text))
    return {re.sub(r"[^\w\- ]", "", title).strip().replace(" ", "-") for title in titles}


def pages() -> list[Path]:
    return code_files(".md")


def test_every_link_and_picture_of_the_documentation_is_there() -> None:
    found = [problem for page in pages() for problem in broken(page)]

    assert found == []


def test_every_picture_is_shown_somewhere() -> None:
    shown = {
        (page.parent / target).resolve()
        for page in pages()
        for target in LINK.findall(page.read_text(encoding="utf-8"))
    }

    assert [each.name for each in sorted(IMAGES.glob("*")) if each not in shown] == []


def test_the_check_finds_a_missing_file_and_a_missing_heading(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A page\n\n[a](gone.md) ![b](gone.png) [c](#a-page) [d](#nowhere)\n"
        "[e](https://elsewhere.example/gone.md) `[f](gone.md)`\n\n```\n[g](gone.md)\n```\n"
    )

    found = [problem.split(": ")[1] for problem in broken(page)]

    assert found == ["gone.md", "gone.png", "#nowhere"]
