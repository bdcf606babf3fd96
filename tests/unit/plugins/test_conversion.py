"""Settings are read strictly, and every mistake is told with its path."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import attrs
import msgspec
import pytest

from ccsdk.hooks.manifest import Secret
from ccsdk.plugins.conversion import Reader


class Colour(Enum):
    """Stand for a closed choice."""

    RED = "red"
    GREEN = "green"


@attrs.frozen(kw_only=True)
class Button:
    """Stand for a nested table."""

    label: str
    colour: Colour = Colour.RED


@attrs.frozen(kw_only=True)
class Desk:
    """Stand for a plugin's settings, with each kind of field there is."""

    title: str
    rows: Annotated[int, msgspec.Meta(ge=1, le=9)] = 3
    theme: Literal["light", "dark"] = "light"
    is_open: bool = True
    ring_ms: Annotated[int, msgspec.Meta(ge=100)] = 5_000
    grace_ms: int | None = None
    folder: Path = Path()
    token: Secret | None = None
    button: Button | None = None
    buttons: tuple[Button, ...] = ()
    pair: Annotated[tuple[Button, ...], msgspec.Meta(max_length=2)] = ()
    codes: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] = ("none",)
    by_name: dict[str, Button] = attrs.field(factory=dict)
    even: int = attrs.field(default=0)

    @even.validator
    def _check(self, _: Any, value: int) -> None:
        if value % 2:
            raise ValueError("even must be even")


def reader(tmp_path: Path, **environ: str) -> Reader:
    return Reader(folder=tmp_path, environ=environ)


def mistakes(tmp_path: Path, **table: object) -> list[str]:
    read = reader(tmp_path)
    read.table(Desk, {"title": "Front", **table}, path="desk")
    return [str(mistake) for mistake in read.mistakes]


def test_each_kind_of_field_is_read(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("hush\n")
    read = reader(tmp_path)

    desk = read.table(
        Desk,
        {
            "title": "Front",
            "theme": "dark",
            "ring": "2 min",
            "grace": "1s",
            "folder": "files",
            "token": "file:token",
            "button": {"label": "Go", "colour": "green"},
            "buttons": [{"label": "A"}],
            "pair": [{"label": "C"}],
            "codes": ["sold"],
            "by_name": {"b": {"label": "B"}},
        },
        path="desk",
    )

    assert read.mistakes == []
    assert desk is not None
    assert (desk.ring_ms, desk.grace_ms, desk.theme) == (120_000, 1_000, "dark")
    assert desk.folder == tmp_path / "files"
    assert desk.token is not None
    assert desk.token.reveal() == "hush"
    assert desk.button == Button(label="Go", colour=Colour.GREEN)
    assert desk.buttons == (Button(label="A"),)
    assert desk.pair == (Button(label="C"),)
    assert desk.codes == ("sold",)
    assert desk.by_name == {"b": Button(label="B")}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"titel": "x"}, "desk.titel: is no setting here; did you mean 'title'?"),
        ({"title": 3}, "desk.title: expected text, got a whole number"),
        ({"rows": "3"}, "desk.rows: expected a whole number, got text"),
        ({"rows": True}, "desk.rows: expected a whole number, got true or false"),
        ({"rows": 10}, "desk.rows: is to be at most 9"),
        ({"is_open": 1}, "desk.is_open: expected true or false, got a whole number"),
        ({"theme": "drak"}, "desk.theme: 'drak' is none of dark, light; did you mean 'dark'?"),
        ({"ring": 15}, "desk.ring: expected a duration such as '20s', got a whole number"),
        (
            {"ring": "soon"},
            "desk.ring: 'soon' is no duration; write for instance '20s' or '10 min'",
        ),
        ({"ring": "5 ms"}, "desk.ring: is to be at least 100"),
        ({"ring_ms": 3}, "desk.ring_ms: is no setting here; did you mean 'ring'?"),
        ({"folder": 3}, "desk.folder: expected a path, got a whole number"),
        ({"codes": [1]}, "desk.codes[0]: expected text, got a whole number"),
        ({"codes": []}, "desk.codes: is to have at least 1 entries"),
        ({"button": {}}, "desk.button.label: is missing"),
        ({"button": "x"}, "desk.button: expected a table, got text"),
        (
            {"buttons": [{"label": "A"}, {"label": "B", "colour": "gren"}]},
            "desk.buttons[1].colour: 'gren' is none of green, red; did you mean 'green'?",
        ),
        ({"buttons": {}}, "desk.buttons: expected a list, got a table"),
        ({"pair": [{"label": "A"}] * 3}, "desk.pair: is to have at most 2 entries"),
        ({"pair": {}}, "desk.pair: expected a list, got a table"),
        ({"pair": [{"label": 3}]}, "desk.pair[0].label: expected text, got a whole number"),
        ({"by_name": []}, "desk.by_name: expected a table, got a list"),
        ({"even": 1}, "desk: even must be even"),
        ({"even": 1, "evn": 2}, "desk.evn: is no setting here; did you mean 'even'?"),
    ],
)
def test_a_mistake_is_told_with_its_path(
    tmp_path: Path, table: dict[str, object], expected: str
) -> None:
    found = mistakes(tmp_path, **table)

    assert found == [expected]


def test_all_mistakes_are_told_not_only_the_first(tmp_path: Path) -> None:
    found = mistakes(tmp_path, rows=0, rigns="2s", button={"lable": "Go"})

    assert [line.split(":")[0] for line in found] == [
        "desk.rigns",
        "desk.rows",
        "desk.button.lable",
        "desk.button.label",
    ]


def test_what_is_wrong_keeps_its_default_so_that_reading_goes_on(tmp_path: Path) -> None:
    read = reader(tmp_path)

    desk = read.table(Desk, {"title": "Front", "rows": 0, "codes": ["a"]}, path="")

    assert desk is not None
    assert (desk.rows, desk.codes) == (3, ("a",))
    assert [mistake.path for mistake in read.mistakes] == ["rows"]


def test_a_secret_comes_from_the_environment_and_is_never_shown(tmp_path: Path) -> None:
    read = reader(tmp_path, CC_TOKEN="hush")

    secret = read.value(Secret, "${env:CC_TOKEN}", "token")

    assert secret.reveal() == "hush"
    assert "hush" not in f"{secret} {secret!r}"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("hush", "a secret is written as ${env:NAME} or file:PATH, never itself"),
        (3, "a secret is written as ${env:NAME} or file:PATH, never itself"),
        ("${env:MISSING}", "the environment has no MISSING"),
        ("file:missing", "file:missing cannot be read"),
    ],
)
def test_a_secret_that_is_not_there_is_told_without_its_value(
    tmp_path: Path, written: object, problem: str
) -> None:
    read = reader(tmp_path)

    found = read.value(Secret, written, "token")

    assert found is None
    assert [str(mistake) for mistake in read.mistakes] == [f"token: {problem}"]
