"""Which packs a linter gets: on the command line, by settings, and in a center."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

from ccsdk import ContactCenter
from ccsdk.errors import ConfigurationError
from ccsdk.hooks import Plugin, hookimpl
from ccsdk.testing.clock import VirtualClock
from ccsdk_coaching import plugin
from ccsdk_coaching.assembly import PACK_GROUP, installed_packs, linter_for, packs_named
from ccsdk_coaching.cli import coach_lint
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.implementation import Coaching
from ccsdk_coaching.model import SentenceRule
from ccsdk_coaching.packs import LintPack


class Shout(SentenceRule):
    """Flag the word LOUD."""

    code = "XX101"
    name = "shout"
    triggers = {"en": ("loud",)}
    bad = ("So [loud] here.",)
    good = ("So quiet here.",)

    def check_sentence(self, document, sentence, config):  # type: ignore[no-untyped-def]
        at = sentence.low.index("loud")
        yield self.finding(sentence.start + at, sentence.start + at + 4, message="loud")


HOUSE = LintPack(name="house", rules=(Shout(),))


# --- chosen by name ----------------------------------------------------------------------------


@pytest.fixture
def offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[EntryPoint, ...]]:
    """Offer a pack, a value that is none, a module that raises, and one name twice."""
    (tmp_path / "harbour_pack.py").write_text(
        "from ccsdk_coaching.packs import LintPack\n"
        "pack = LintPack(name='harbour', lexicon={'skill': ('mooring', '摆渡')})\n"
        "text = 'no pack'\n",
        encoding="utf-8",
    )
    (tmp_path / "sunk_pack.py").write_text("raise OSError('sunk')\n")
    monkeypatch.syspath_prepend(tmp_path)
    values = {
        "harbour": "harbour_pack:pack",
        "text": "harbour_pack:text",
        "sunk": "sunk_pack:pack",
        "gone": "harbour_pack:gone",
    }
    points = [EntryPoint(name, value, PACK_GROUP) for name, value in values.items()]
    yield (*points, EntryPoint("twice", "a:b", PACK_GROUP), EntryPoint("twice", "c:d", PACK_GROUP))
    for name in ("harbour_pack", "sunk_pack"):
        sys.modules.pop(name, None)


def test_pack_is_chosen_by_its_name_or_by_its_module(offered: tuple[EntryPoint, ...]) -> None:
    by_name = packs_named(["harbour", "harbour"], path="packs", offered=offered)
    by_module = packs_named(["harbour_pack:pack"], path="packs", offered=())

    assert [each.name for each in by_name] == ["harbour"]
    assert by_module == by_name


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("harbor", "packs harbor: no such pack is installed; there are harbour, text"),
        ("harbor", "did you mean 'harbour'?"),
        ("text", "packs text: it is no LintPack"),
        ("sunk", "packs sunk: OSError: sunk"),
        ("gone", "packs gone: AttributeError:"),
        ("no.such.module:pack", "packs no.such.module:pack: ModuleNotFoundError:"),
        ("harbour_pack:", "packs harbour_pack:: it is no LintPack"),
        ("twice", "packs twice: two distributions have it"),
    ],
)
def test_pack_that_cannot_be_had_is_refused_by_its_name(
    name: str, told: str, offered: tuple[EntryPoint, ...]
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        packs_named([name], path="packs", offered=offered)

    assert told in str(caught.value)


@pytest.fixture
def distribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Install, as pip would, a distribution whose pack raises as soon as it is imported."""
    place = tmp_path / "site"
    info = place / "harbour_rules-1.2.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: harbour-rules\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text(f"[{PACK_GROUP}]\nharbour = no_such_harbour:pack\n")
    monkeypatch.syspath_prepend(place)
    return "harbour = no_such_harbour:pack (harbour-rules 1.2)"


def test_listing_the_installed_packs_imports_none(distribution: str) -> None:
    result = CliRunner().invoke(coach_lint, ["packs"])

    assert result.exit_code == 0
    assert distribution in result.output.splitlines()
    assert "harbour" in [each.name for each in installed_packs()]


def test_a_pack_is_tried_out_on_the_command_line(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "tried_pack.py").write_text(
        "from ccsdk_coaching.model import SentenceRule\n"
        "from ccsdk_coaching.packs import LintPack\n"
        "class Gong(SentenceRule):\n"
        "    code, name, bad, good = 'TP101', 'gong', ('A [gong].',), ('A bell.',)\n"
        "    def check_sentence(self, document, sentence, config):\n"
        "        at = sentence.low.find(self.word)\n"
        "        if at >= 0:\n"
        "            yield self.finding(sentence.start + at, sentence.start + at + 4)\n"
        "class Right(Gong):\n"
        "    word = 'gong'\n"
        "class Wrong(Gong):\n"
        "    word = 'bell'\n"
        "right = LintPack(name='right', rules=(Right(),), lexicon={'skill': ('mooring',)})\n"
        "wrong = LintPack(name='wrong', rules=(Wrong(),))\n"
    )
    monkeypatch.syspath_prepend(tmp_path)

    right, wrong, none = (
        CliRunner().invoke(coach_lint, ["packs", f"tried_pack:{name}"])
        for name in ("right", "wrong", "none")
    )

    assert (right.exit_code, wrong.exit_code, none.exit_code) == (0, 1, 2)
    assert right.output.splitlines() == [
        "rule TP101 gong (warning; English; 1 bad and 1 good examples)",
        "skill: mooring",
    ]
    assert "broken: TP101: bad example 'A [gong].' is flagged at nothing" in wrong.output
    assert "broken: TP101: good example 'A bell.' is flagged" in wrong.output


def test_installed_pack_that_nobody_chose_is_not_imported(distribution: str) -> None:
    assert CliRunner().invoke(coach_lint, ["-"], input="The bell rang.").exit_code == 0

    chosen = CliRunner().invoke(coach_lint, ["-", "--pack", "harbour"], input="The bell rang.")
    assert chosen.exit_code == 2
    assert "--pack harbour: ModuleNotFoundError" in chosen.output


def test_settings_choose_packs_too_and_one_chosen_twice_is_there_once(
    tmp_path: Path, offered: tuple[EntryPoint, ...]
) -> None:
    house = tmp_path / "house.toml"
    house.write_text('[coaching]\npacks = ["harbour_pack:pack"]\n')
    words = ["-", "--config", str(house)]

    without = CliRunner().invoke(coach_lint, ["-", "--lang", "zh"], input="很棒的摆渡。")
    chosen = CliRunner().invoke(coach_lint, [*words, "--lang", "zh"], input="很棒的摆渡。")
    twice = CliRunner().invoke(coach_lint, [*words, "--pack", "harbour_pack:pack"], input="No.")

    assert (without.exit_code, chosen.exit_code, twice.exit_code) == (1, 0, 0)


def test_settings_without_the_name_of_a_pack_are_refused() -> None:
    with pytest.raises(ValueError, match="is no name of a pack"):
        CoachingConfig(packs=(" ",))


# --- in a center -------------------------------------------------------------------------------


@attrs.frozen
class Context:
    """Stand for what a center gives its plugin: settings, and what all plugins contribute."""

    config: CoachingConfig | None
    packs: tuple[LintPack, ...] = ()

    def contributions(self, kind: type[Any]) -> Sequence[tuple[str, Any]]:
        return [("restaurant", each) for each in self.packs if isinstance(each, kind)]


def test_linter_of_a_center_has_the_packs_of_its_plugins_and_settings(
    offered: tuple[EntryPoint, ...],
) -> None:
    config = CoachingConfig(ignore=("CL102",), packs=("harbour_pack:pack",))

    linter = linter_for(Context(config, (HOUSE,)))  # type: ignore[arg-type]

    assert [each.code for each in linter.lint("You must be loud.")] == ["XX101"]
    assert linter.lexicon.words("skill") == ("mooring", "摆渡")


def test_pack_that_is_contributed_and_named_is_there_once(
    offered: tuple[EntryPoint, ...],
) -> None:
    (pack,) = packs_named(["harbour_pack:pack"], path="packs")
    config = CoachingConfig(packs=("harbour_pack:pack",))

    linter = linter_for(Context(config, (pack,)))  # type: ignore[arg-type]

    assert linter.lexicon.words("skill") == ("mooring", "摆渡")


def test_center_without_settings_has_a_linter() -> None:
    linter = linter_for(Context(None))  # type: ignore[arg-type]

    assert [each.code for each in linter.lint("You must wave.")] == ["CL102"]


def contributing(pack: LintPack) -> Plugin:
    """Return a plugin that brings a pack, and nothing else."""

    class Implementation:
        @hookimpl
        def register(self) -> list[LintPack]:
            return [pack]

    return Plugin(name=f"of-{pack.name}", summary="A pack.", implementation=Implementation)


def test_one_code_twice_is_told_at_the_start_with_both_packs() -> None:
    packs = [contributing(each) for each in (HOUSE, LintPack(name="twin", rules=(Shout(),)))]
    tables = {"plugins": {"coaching": {}, **{each.name: {} for each in packs}}}

    async def scene() -> str:
        clock = VirtualClock()
        async with ContactCenter.in_memory(
            {"supervisors": {"ada": {}}, **tables}, plugins=[plugin, *packs], clock=clock
        ) as center:
            async with asyncio.timeout(20):
                while True:
                    standing = await center.observers.standing()
                    (found,) = [each for each in standing if each.plugin == "coaching"]
                    if found.problem:
                        return found.problem
                    await asyncio.sleep(0.01)

    assert "XX101 is a rule of house and of twin" in asyncio.run(scene())


def test_check_names_a_pack_that_cannot_be_had() -> None:
    config = CoachingConfig(packs=("no_such_module:pack",))

    async def told() -> list[str]:
        return list(await Coaching().check(Context(config)))  # type: ignore[arg-type]

    (line,) = asyncio.run(told())
    assert line.startswith("packs no_such_module:pack: ModuleNotFoundError")
