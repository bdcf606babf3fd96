"""Bad input on the command line: what cannot be read is told, and what can be is linted."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from ccsdk_coaching.cli import coach_lint

SCHEMA = Path(__file__).parent / "vendor" / "sarif-schema-2.1.0.json"
PACK = """
from ccsdk_coaching.model import SentenceRule
from ccsdk_coaching.packs import LintPack


class Faulty(SentenceRule):
    code = "TP102"
    name = "faulty"
    bad = ("A [bell].",)
    good = ("A gong.",)

    def check(self, document, config):
        raise RuntimeError("out of bells")


class Drill:
    name = "drill"
    codes = ("CL104",)
    bad = ("[Why don't you] wave?",)
    good = ("Drill: why don't you wave?",)

    def spare(self, document, finding):
        return "a drill asks so" if document.low.startswith("drill") else ""


pack = LintPack(name="house", rules=(Faulty(),), guards=(Drill(),))
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, content: bytes = b"") -> Result:
    return CliRunner().invoke(coach_lint, words, input=content)


def written(name: str, content: bytes) -> str:
    Path(name).write_bytes(content)
    return name


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"Ol\xe9", "byte 2 is 0xe9: not UTF-8: save it as UTF-8"),
        ("You must".encode("utf-16"), "byte 0 is 0xff: not UTF-8; it looks like UTF-16"),
        ("You must wave.".encode("utf-16-le"), "it looks binary, or like UTF-16: 14 of its first"),
        (b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03", "it looks binary, or like UTF-16: 9 of its"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "byte 0 is 0x89: not UTF-8; it looks binary"),
    ],
)
def test_what_is_no_text_says_so_and_exits_2_while_the_others_are_linted(
    content: bytes, told: str
) -> None:
    result = run(written("a", content), written("b.md", b"You must wave."))

    assert result.exit_code == 2
    assert f"a: {told}" in result.stderr
    assert "b.md:1:5: CL102" in result.stdout


@pytest.mark.parametrize("path", ["missing.md", ".", "a\0b"])
@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "sarif", "github"])
def test_what_is_no_file_exits_2_in_every_format(path: str, format_: str) -> None:
    result = run(path, "--format", format_)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"{path}: ")
    assert format_ != "github" or result.stdout.startswith("::error file=")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\ufeff",
        "must",
        'The guest said "you must',
        "“「『«‘" * 50,
        "You must 挥手, и волна, يلوّح, הנף. 你必须 wave.",
        "a\u0301" * 5_000,
    ],
    ids=["empty", "mark", "word", "open quote", "open quotes", "scripts", "accents"],
)
def test_odd_notes_are_read_in_every_format(content: str) -> None:
    path = written("a.md", content.encode())
    exits = {
        run(path, "--format", format_).exit_code
        for format_ in ("text", "json", "jsonl", "sarif", "github")
    }

    assert exits in ({0}, {1})


def test_a_megabyte_is_read_to_its_end() -> None:
    path = written("a.md", b"The hall was full to the last row, and it rained. " * 21_000)

    with Path(path).open("ab") as file:
        file.write(b"\n\nYou must wave.")
    result = run(path, "--select", "CL102")

    assert result.exit_code == 1
    assert result.stdout.startswith("a.md:3:5: CL102")


@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "sarif", "github"])
def test_a_name_that_is_no_utf_8_is_told_in_every_format(format_: str) -> None:
    name = os.fsdecode(b"note\xe9.md")
    try:
        Path(name).write_text("You must wave.")
    except OSError:  # a file system that takes names in UTF-8 only
        name = "note\u00e9.md"
        Path(name).write_text("You must wave.")

    result = run(name, "--format", format_)

    assert result.exit_code == 1
    assert "note" in result.stdout_bytes.decode()
    if format_ == "json":
        assert json.loads(result.stdout)[0]["path"] == name


def test_github_leaves_out_the_leading_dot_and_the_name_of_standard_input() -> None:
    Path("notes").mkdir()
    written("notes/a.md", b"You must wave.")

    named = run("./notes/a.md", "--format", "github").stdout
    piped = run("-", "--format", "github", content=b"You must wave.").stdout

    assert named.startswith("::warning file=notes/a.md,line=1,col=5,endColumn=9,title=")
    assert piped.startswith("::warning line=1,col=5,endColumn=9,title=")


def test_columns_count_code_points_behind_astral_letters() -> None:
    content = "\U0001f600\U0001f600 You must wave.".encode()

    github = run("-", "--format", "github", content=content).stdout
    (found,) = json.loads(run("-", "--format", "jsonl", content=content).stdout)["diagnostics"]

    assert "line=1,col=8,endColumn=12," in github
    assert (found["column"], found["start"], found["end"]) == (8, 7, 11)


def sarif_of(*words: str, content: str) -> dict[str, Any]:
    result = run("-", "--format", "sarif", *words, content=content.encode())
    log = json.loads(result.stdout)
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(log)
    (found,) = log["runs"]
    assert isinstance(found, dict)
    return found


def test_sarif_tells_what_was_spared_by_whom_and_why(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "drill_house.py").write_text(PACK)
    monkeypatch.syspath_prepend(folder)
    content = (
        "Drill: why don't you wave?\n\n"
        "<!-- coach-lint: ignore[CL102] fire code -->\nYou must wave.\n\nYou must smile.\n"
    )

    run_ = sarif_of("--pack", "drill_house:pack", "--select", "CL102,CL104,TP102", content=content)

    told = [
        (each["ruleId"], *(one for one in each.get("suppressions", ()))) for each in run_["results"]
    ]
    assert told == [
        ("CL102",),
        ("CL104", {"kind": "external", "justification": "drill: a drill asks so"}),
        ("CL102", {"kind": "inSource", "justification": "fire code"}),
    ]
    assert all("ruleIndex" in each for each in run_["results"])
    (notification,) = run_["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "TP102 failed: RuntimeError: out of bells"
    assert notification["associatedRule"] == {"id": "TP102"}
    assert run_["invocations"][0]["executionSuccessful"] is True


def test_sarif_describes_every_rule_with_its_reason() -> None:
    rules = sarif_of(content="You waved.")["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules})
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("warning", "note")
