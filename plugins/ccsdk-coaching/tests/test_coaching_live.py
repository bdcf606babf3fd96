"""A note linted while it is written: answered by the newest version, in the reader's language."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import msgspec
import pytest

from ccsdk import ContactCenter
from ccsdk.errors import InvalidRequestError, UnsupportedError
from ccsdk.hooks import Plugin, hookimpl
from ccsdk.model.command import LogIn
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import PluginQuestion
from ccsdk.testing.clock import VirtualClock
from ccsdk_coaching import plugin
from ccsdk_coaching.answering import TOLD_BYTES_MAX, TOLD_MAX
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.live import NOTE_BYTES_MAX
from ccsdk_coaching.model import Finding, SentenceRule, Suggestion
from ccsdk_coaching.packs import LintPack
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence

ADA = Principal(id="ada", role=Role.SUPERVISOR, center="center")
BEN = Principal(id="ben", role=Role.SUPERVISOR, center="center")
NOTE = "You must wave. Great work, but you forgot 👋 the \u202egate. 你应该微笑。"


class Gate(SentenceRule):
    """Stop at the word "halt" until a test lets go; a stand-in for a rule that takes long."""

    code = "XX001"
    name = "gate"
    triggers = {"en": ("halt", "fail")}
    bad = ("[halt] here.",)
    good = ("Go on.",)
    message = "Stopped here"

    def __init__(self) -> None:
        self.has_begun = threading.Event()
        self.may_go = threading.Event()
        self.read: list[str] = []

    def check(self, document: Document, config: CoachingConfig) -> Iterable[Finding]:
        self.read.append(document.text)
        if "fail" in document.text:
            raise RuntimeError("no luck")
        for sentence in document.candidates(self):
            self.has_begun.set()
            assert self.may_go.wait(20), "nobody let go"
            yield self.finding(sentence.start, sentence.start + 4)


class Swell(SentenceRule):
    """Suggest far more than anybody would read."""

    code = "XX002"
    name = "swell"
    triggers = {"en": ("swell",)}
    bad = ("[swell] here.",)
    good = ("Go on.",)
    message = "Too short"

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        start = sentence.start
        longer = Suggestion(start=start, end=start + 5, text="票" * 1_000)
        yield self.finding(start, start + 5, longer)


class Coach:
    """Use a center as coaches who write."""

    def __init__(self, center: ContactCenter, gate: Gate) -> None:
        self.center = center
        self.gate = gate

    async def lint(self, note: str, who: Principal = ADA, **data: Any) -> Any:
        question = PluginQuestion(name="lint_note.v1", data={"note": note, "version": 1, **data})
        return await self.center.ask(who, question)

    async def has_begun(self) -> None:
        assert await asyncio.to_thread(self.gate.has_begun.wait, 20)


def run(scene: Callable[[Coach], Awaitable[None]], **settings: Any) -> None:
    gate = Gate()

    class Pack:
        @hookimpl
        def register(self) -> list[LintPack]:
            return [LintPack(name="gates", rules=(gate, Swell()))]

    pack = Plugin(name="gates", summary="A rule that waits.", implementation=Pack)
    given = {
        "queues": {"sales": {}},
        "agents": {"mei": {"queues": ["sales"]}},
        "supervisors": {"ada": {}, "ben": {}},
        "plugins": {"coaching": settings, "gates": {}},
    }

    async def play() -> None:
        plugins = [plugin, pack]
        async with ContactCenter.in_memory(given, plugins=plugins, clock=VirtualClock()) as center:
            try:
                await scene(Coach(center, gate))
            finally:
                gate.may_go.set()

    asyncio.run(play())


def test_answer_is_what_the_linter_finds_with_offsets_of_code_points() -> None:
    async def scene(coach: Coach) -> None:
        answer = await coach.lint(NOTE, version=7)

        found = Linter().lint(NOTE)
        assert answer["version"] == 7
        assert answer["count"] == len(found)
        assert not answer["is_superseded"]
        told = [(d["code"], d["start"], d["end"], d["severity"]) for d in answer["diagnostics"]]
        assert told == [(d.code, d.start, d.end, d.severity) for d in found]
        words = {NOTE[d["start"] : d["end"]] for d in answer["diagnostics"]}
        assert {"must", "but", "应该"} <= words

    run(scene)


def test_what_is_missing_in_a_note_is_told_apart_from_its_words() -> None:
    async def scene(coach: Coach) -> None:
        answer = await coach.lint("You waved. It rained. You must smile.")

        about = {d["code"]: d.get("is_about_note", False) for d in answer["diagnostics"]}
        assert about["CL102"] is False
        assert about["CL203"] is about["CL204"] is about["CL205"] is True

    run(scene)


@pytest.mark.parametrize(
    ("locale", "english", "chinese", "why"),
    [
        ("en", '"must" demands', '"应该" demands', "A duty laid on the agent closes"),
        ("zh-Hans", "这个词是命令", "“应该”是命令", "命令会让人关上门"),
        ("zh-Hant", "這個詞是命令", "這個詞是命令", "命令會讓人關上門"),
        ("fr", '"must" demands', '"应该" demands', "A duty laid on the agent closes"),
    ],
)
def test_reader_is_told_in_their_language_whatever_the_note_is_in(
    locale: str, english: str, chinese: str, why: str
) -> None:
    async def scene(coach: Coach) -> None:
        answer = await coach.lint("You must wave. 你应该微笑。", locale=locale)

        messages = {d["start"]: d["message"] for d in answer["diagnostics"]}
        assert messages[4].startswith(english)
        assert messages[16].startswith(chinese)
        assert answer["rules"]["CL102"]["why"].startswith(why)
        assert set(answer["rules"]) == {d["code"] for d in answer["diagnostics"]}

    run(scene)


def test_rule_of_a_pack_speaks_in_its_own_words() -> None:
    async def scene(coach: Coach) -> None:
        coach.gate.may_go.set()
        answer = await coach.lint("Please halt.", locale="zh-Hans")

        (found,) = answer["diagnostics"]
        assert (found["code"], found["message"]) == ("XX001", "Stopped here")
        assert answer["rules"] == {}

    run(scene)


def test_names_that_come_with_the_note_are_agents_names() -> None:
    note = "You waved. Quillon must read out the gate number."

    async def scene(coach: Coach) -> None:
        unknown = await coach.lint(note)
        known = await coach.lint(note, names=["Quillon Xu"])
        again = await coach.lint(note)

        assert [each["count"] for each in (unknown, known, again)] == [0, 1, 0]

    run(scene)


def test_house_settings_hold_while_a_note_is_written() -> None:
    async def scene(coach: Coach) -> None:
        assert (await coach.lint("You must wave.", names=["Mei"]))["diagnostics"] == []
        (found,) = (await coach.lint("Quillon, your mark is 64."))["diagnostics"]
        assert (found["code"], found["severity"]) == ("CL107", "hint")

    run(scene, ignore=["CL102"], severity={"CL107": "hint"}, agents=["Quillon"])


def test_only_the_newest_version_of_a_draft_is_worked_on() -> None:
    async def scene(coach: Coach) -> None:
        first = asyncio.ensure_future(coach.lint("Please halt.", version=1))
        await coach.has_begun()
        waiting = [
            asyncio.ensure_future(coach.lint(f"You must wave {n}.", version=n)) for n in (2, 3, 4)
        ]
        for each in (first, *waiting[:2]):
            answer = await asyncio.wait_for(each, 20)
            assert (answer["is_superseded"], answer["diagnostics"]) == (True, [])
        late = await coach.lint("You must stay.", version=3)
        assert (late["version"], late["is_superseded"]) == (3, True)
        assert not waiting[2].done()
        coach.gate.may_go.set()

        newest = await waiting[2]
        assert (newest["version"], newest["is_superseded"], newest["count"]) == (4, False, 1)
        assert coach.gate.read == ["Please halt.", "You must wave 4."]

    run(scene)


def test_drafts_and_coaches_do_not_overtake_each_other() -> None:
    async def scene(coach: Coach) -> None:
        first = asyncio.ensure_future(coach.lint("Please halt.", draft="a"))
        await coach.has_begun()
        others = [
            asyncio.ensure_future(coach.lint("You must wave.", version=2, draft="b")),
            asyncio.ensure_future(coach.lint("You must wave.", BEN, version=9, draft="a")),
        ]
        await asyncio.sleep(0)
        coach.gate.may_go.set()

        answers = await asyncio.gather(first, *others)
        assert [each["count"] for each in answers] == [1, 1, 1]

    run(scene)


def test_long_work_on_a_note_keeps_nobody_from_theirs() -> None:
    async def scene(coach: Coach) -> None:
        linting = asyncio.ensure_future(coach.lint("Please halt."))
        await coach.has_begun()
        await asyncio.wait_for(coach.center.agent("mei").ask(LogIn), 20)
        assert not linting.done()
        coach.gate.may_go.set()

        assert (await linting)["count"] == 1

    run(scene)


def test_asker_who_leaves_takes_the_question_along() -> None:
    async def scene(coach: Coach) -> None:
        first = asyncio.ensure_future(coach.lint("Please halt."))
        await coach.has_begun()
        waiting = asyncio.ensure_future(coach.lint("You must wave.", draft="other"))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        coach.gate.may_go.set()
        await first

        assert coach.gate.read == ["Please halt."]
        assert (await coach.lint("You must wave.", draft="other"))["count"] == 1

    run(scene)


def test_rule_that_fails_costs_its_own_findings_and_is_reported() -> None:
    async def scene(coach: Coach) -> None:
        answer = await coach.lint("You must not fail.", names=["Mei"])

        assert [d["code"] for d in answer["diagnostics"]] == ["CL102"]
        standing = await coach.center.observers.standing()
        (told,) = [each for each in standing if each.plugin == "coaching"]
        assert told.problem == "rule XX001 failed on a draft: RuntimeError: no luck"

    run(scene)


def test_draft_is_in_no_log_and_in_no_store() -> None:
    async def scene(coach: Coach) -> None:
        before = [entry.position async for entry in coach.center.entries()]
        await coach.lint("You must wave.")

        assert [entry.position async for entry in coach.center.entries()] == before

    run(scene)


@pytest.mark.parametrize(
    "who",
    [
        Principal(id="mei", role=Role.AGENT, center="center"),
        Principal(id="v", role=Role.VISITOR, center="center", account="web"),
        Principal(id="plugin:other", role=Role.PLUGIN, center="center"),
    ],
    ids=lambda who: who.role.value,
)
def test_for_all_but_coaches_there_is_no_such_method(who: Principal) -> None:
    async def scene(coach: Coach) -> None:
        with pytest.raises(UnsupportedError):
            await coach.lint("You must wave.", who)

    run(scene)


def test_note_beyond_the_bound_is_refused_with_both_numbers() -> None:
    async def scene(coach: Coach) -> None:
        longest = "票" * (NOTE_BYTES_MAX // 3) + "a"
        assert len(longest.encode()) == NOTE_BYTES_MAX
        await coach.lint(longest)
        with pytest.raises(InvalidRequestError, match=r"data\.note.* 65537 .* 65536 "):
            await coach.lint(longest + "a")

    run(scene)


def test_answer_is_bounded_and_says_how_much_was_found() -> None:
    async def scene(coach: Coach) -> None:
        note = "You must wave. " * 4_000
        many = await coach.lint(note)
        long = await coach.lint("Swell it. " * 100)

        assert many["count"] == len(Linter().lint(note))
        assert len(many["diagnostics"]) == TOLD_MAX < many["count"]
        size = sum(len(msgspec.json.encode(each)) for each in long["diagnostics"])
        assert 0 < len(long["diagnostics"]) < min(long["count"], TOLD_MAX)
        assert size <= TOLD_BYTES_MAX

    run(scene)


@pytest.mark.parametrize(
    "data",
    [
        {"note": 7},
        {"version": -1},
        {"version": "1"},
        {"draft": ""},
        {"draft": "x" * 97},
        {"names": ["x" * 201]},
        {"names": ["x"] * 51},
        {"locale": "x" * 21},
        {"edits": []},
        {"note": "\ud83d"},
    ],
)
def test_wrong_question_is_refused(data: dict[str, Any]) -> None:
    async def scene(coach: Coach) -> None:
        with pytest.raises(InvalidRequestError):
            await coach.lint(**{"note": "You must wave.", **data})

    run(scene)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\0",
        "\r\n\r\n",
        "<script>must()</script>",
        "\ufeffYou must wave.",
        "\u202e" * 500,
        "must" * 15_000,
        "👩🏽\u200d👩🏿" * 900,
        "<!-- coach-lint: ignore[CL102] -->",
    ],
    ids=repr,
)
def test_whatever_is_written_is_answered(note: str) -> None:
    async def scene(coach: Coach) -> None:
        answer = await coach.lint(note)

        for each in answer["diagnostics"]:
            assert 0 <= each["start"] < each["end"] <= len(note)

    run(scene)


def test_thread_ends_with_its_center() -> None:
    def threads() -> list[threading.Thread]:
        return [each for each in threading.enumerate() if each.name.startswith("coaching")]

    async def scene(coach: Coach) -> None:
        await coach.lint("You must wave.")
        assert threads()

    run(scene)

    for each in threads():
        each.join(20)
    assert threads() == []
