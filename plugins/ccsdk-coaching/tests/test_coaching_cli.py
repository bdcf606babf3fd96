"""`coach-lint` as people and pipelines run it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ccsdk_coaching.cli import PROGRESS_FILES_MIN, coach_lint
from ccsdk_coaching.rules import RULES

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
PACK = '''
from ccsdk_coaching.model import SentenceRule
from ccsdk_coaching.packs import LintPack


class Gong(SentenceRule):
    """A gong ends what was about to be said."""

    code = "TP101"
    name = "gong"
    languages = ("en",)
    triggers = {"en": ("gong",)}
    bad = ("The [gong] rang.",)
    good = ("The bell rang.",)
    message = "no gong"

    def check_sentence(self, document, sentence, config):
        at = sentence.text.find("gong")
        if at >= 0:
            yield self.finding(sentence.start + at, sentence.start + at + 4)


class Faulty(Gong):
    code = "TP102"
    name = "faulty"

    def check(self, document, config):
        raise RuntimeError("no")


pack = LintPack(name="gongs", rules=(Gong(),))
faulty = LintPack(name="faults", rules=(Faulty(),))
twice = LintPack(name="twice", rules=(Gong(), Gong()))
'''
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in a folder that has a pack of one rule, which finds a gong."""
    (tmp_path / "gongs.py").write_text(PACK, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    sys.modules.pop("gongs", None)

    def invoke(*words: str, content: bytes | str = b"") -> Result:
        return CliRunner().invoke(coach_lint, words, input=content)

    return invoke


def write(name: str, content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    Path(name).write_bytes(data)
    return name


GONG = ("--pack", "gongs:pack", "--select", "TP101")


def test_clean_files_are_silent_and_exit_0(run: Run) -> None:
    result = run(write("a.md", "The bell rang."), *GONG)

    assert (result.exit_code, result.output) == (0, "")


def test_findings_exit_1_and_are_counted(run: Run) -> None:
    result = run(write("a.md", "The gong."), write("b.md", "A gong."), *GONG)

    assert result.exit_code == 1
    assert "a.md:1:5: TP101 gong (warning): no gong" in result.stdout
    assert result.stdout.endswith("2 findings in 2 files\n")


def test_own_rules_find_both_languages_in_one_note_and_lang_chooses(run: Run) -> None:
    path = write("a.md", "You must read out the gate number.\n你应该戴好胸牌。\n")

    def langs(*words: str) -> list[str]:
        result = run(path, "--select", "authoritarian-modal", "--format", "jsonl", *words)
        return [each["lang"] for each in json.loads(result.stdout)["diagnostics"]]

    assert langs() == ["en", "zh"]
    assert langs("--lang", "en") == ["en"]
    assert langs("--lang", "zh") == ["zh"]


def test_standard_input_is_read_for_a_dash(run: Run) -> None:
    result = run("-", *GONG, content="The gong.")

    assert result.exit_code == 1
    assert result.stdout.startswith("-:1:5: TP101")


def test_offsets_are_of_the_bytes_as_they_are_with_bom_and_crlf(run: Run) -> None:
    content = "\ufeff\U0001f514 first.\r\nThe gong."
    result = run(write("a.md", content), *GONG, "--format", "jsonl")

    (found,) = json.loads(result.stdout)["diagnostics"]
    assert content[found["start"] : found["end"]] == "gong"
    assert (found["line"], found["column"]) == (2, 5)


def test_json_lines_name_clean_files_too(run: Run) -> None:
    result = run(write("a.md", "No."), write("b.md", "A gong."), *GONG, "--format", "jsonl")

    read = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(each["path"], len(each["diagnostics"])) for each in read] == [("a.md", 0), ("b.md", 1)]


def test_json_is_one_array(run: Run) -> None:
    result = run(write("a.md", "A gong."), *GONG, "--format", "json")

    (read,) = json.loads(result.stdout)
    assert read["diagnostics"][0]["code"] == "TP101"


def test_github_format_prints_commands(run: Run) -> None:
    result = run(write("a.md", "A gong."), *GONG, "--format", "github")

    assert (
        result.stdout == "::warning file=a.md,line=1,col=3,endColumn=7,title=TP101 gong::no gong\n"
    )


def test_sarif_holds_all_files_in_one_run(run: Run) -> None:
    files = [write(name, "A gong.") for name in ("a.md", "b.md")]
    result = run(*files, *GONG, "--format", "sarif")

    (only,) = json.loads(result.stdout)["runs"]
    assert len(only["results"]) == 2


def test_invalid_utf8_exits_2_and_names_the_byte_and_the_others_are_linted(run: Run) -> None:
    result = run(write("a.md", b"Ol\xe9"), write("b.md", "A gong."), *GONG)

    assert result.exit_code == 2
    assert "a.md: byte 2 is 0xe9: not UTF-8" in result.stderr
    assert "b.md:1:3: TP101" in result.stdout


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("You".encode("utf-16"), "it looks like UTF-16"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "it looks binary"),
    ],
)
def test_files_that_are_no_text_say_what_they_look_like(
    content: bytes, hint: str, run: Run
) -> None:
    result = run(write("a.bin", content), *GONG)

    assert result.exit_code == 2
    assert hint in result.stderr


def test_a_nul_in_text_is_a_letter_like_any_other(run: Run) -> None:
    result = run(write("a.md", "\0 A gong."), *GONG, "--format", "jsonl")

    (found,) = json.loads(result.stdout)["diagnostics"]
    assert (found["start"], found["end"]) == (4, 8)


@pytest.mark.parametrize("path", ["missing.md", "."])
def test_what_is_no_file_exits_2(path: str, run: Run) -> None:
    result = run(path, *GONG)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"{path}: ")


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_misspelt_rule_does_not_look_clean(option: str, run: Run) -> None:
    result = run(write("a.md", "No."), option, "TP999")

    assert result.exit_code == 2
    assert "'TP999' is no rule" in result.output


def test_an_ignored_rule_finds_nothing(run: Run) -> None:
    path = write("a.md", "A gong.")

    assert run(path, *GONG, "--ignore", "gong").exit_code == 0


def test_a_table_of_settings_is_read(run: Run) -> None:
    write("house.toml", '[coaching]\nselect = ["TP101"]\n[coaching.severity]\ngong = "hint"\n')
    result = run(write("a.md", "A gong."), "--pack", "gongs:pack", "--config", "house.toml")

    assert "TP101 gong (hint)" in result.stdout


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("[coaching]\nselct = []", "did you mean 'select'?"),
        ("[coaching]\nselect = 'TP101'", "it is a list of strings"),
        ("[coaching]\nallow_scores = 1", "it is true or false"),
        ("[coaching]\nlang = 3", "it is a string"),
        ("[coaching]\nseverity = 3", "it is a table of strings"),
        ("[coaching]\nlang = 'fr'", "'fr' is no language"),
        ("[other]", "it has no table [coaching]"),
        ("[coaching", "Expected"),
    ],
)
def test_wrong_settings_exit_2_and_say_what_is_wrong(table: str, problem: str, run: Run) -> None:
    write("house.toml", table)

    result = run(write("a.md", "No."), "--config", "house.toml")

    assert result.exit_code == 2
    assert problem in result.output


def test_a_raising_rule_is_reported_and_the_exit_status_is_of_the_others(run: Run) -> None:
    result = run(write("a.md", "A bell."), "--pack", "gongs:faulty", "--select", "TP102")

    assert result.exit_code == 0
    assert "a.md: TP102 failed: RuntimeError: no" in result.stderr


@pytest.mark.parametrize("name", ["gongs:twice", "gongs:none", "no_such_module", "json:dumps"])
def test_a_pack_that_cannot_be_used_exits_2(name: str, run: Run) -> None:
    result = run(write("a.md", "No."), "--pack", name)

    assert result.exit_code == 2


@pytest.mark.parametrize("asked", ["TP101", "tp101", "gong"])
def test_a_rule_is_explained_by_code_or_name(asked: str, run: Run) -> None:
    result = run("rule", asked, "--pack", "gongs:pack")

    assert result.exit_code == 0
    assert "TP101 gong (warning)" in result.output
    assert "A gong ends what was about to be said." in result.output
    assert "x The [gong] rang." in result.output
    assert "o The bell rang." in result.output


@pytest.mark.parametrize("code", sorted({rule.code for rule in RULES}))
def test_every_rule_says_why_and_what_to_write_instead(code: str, run: Run) -> None:
    told = run("rule", code).output

    assert "\nWhy: " in told
    assert "\nInstead: " in told


def test_the_rule_on_unused_suppressions_is_explained(run: Run) -> None:
    assert "coach-lint: ignore[" in run("rule", "CL900").output


def test_all_rules_are_named(run: Run) -> None:
    assert "TP101 gong (warning)" in run("rule", "--pack", "gongs:pack").output


def test_an_unknown_rule_exits_2(run: Run) -> None:
    assert run("rule", "TP999").exit_code == 2


def test_no_file_exits_2(run: Run) -> None:
    assert run("--select", "TP101").exit_code == 2


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_says_how_files_are_given(option: str) -> None:
    result = CliRunner().invoke(coach_lint, [option])

    assert result.exit_code == 0
    assert "FILE...|- [OPTIONS]" in result.output


def test_a_bar_is_shown_for_many_files_to_a_person_only(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def said(count: int, stream: io.StringIO) -> str:
        files = [write(f"{at}.md", "No.") for at in range(count)]
        monkeypatch.setattr("sys.stderr", stream)
        with pytest.raises(SystemExit):
            coach_lint.main([*files, *GONG], standalone_mode=False)
        return stream.getvalue()

    assert "Reading" in said(PROGRESS_FILES_MIN, Terminal())
    assert said(PROGRESS_FILES_MIN - 1, Terminal()) == ""
    assert said(PROGRESS_FILES_MIN, io.StringIO()) == ""


def test_evaluation_prints_a_row_for_each_rule(run: Run) -> None:
    note = {"id": "a-1", "lang": "en", "text": "No.", "expected": [], "note": "clean"}
    gold = write("gold.jsonl", json.dumps(note) + "\n")

    result = run("evaluate", gold)

    assert result.exit_code == 0
    assert "clean notes with a finding: 0/1 = 0.0%" in result.output


def test_notes_set_aside_are_not_shown(run: Run) -> None:
    result = run("evaluate", "--set", "aside", "--errors", "3")

    assert result.exit_code == 2
    assert "not looked at" in result.output


def test_ccsdk_has_the_command_by_its_metadata() -> None:
    points = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["entry-points"]
    module, _, name = points["ccsdk.cli.v1"]["coach-lint"].partition(":")

    assert getattr(import_module(module), name) is coach_lint


@pytest.mark.integration
def test_it_runs_as_a_module_without_a_center() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ccsdk_coaching", "-", "--format", "jsonl"],
        input=b"The bell rang.\xff",
        capture_output=True,
        timeout=30,
    )

    assert done.returncode == 2
    assert b"-: byte 14 is 0xff: not UTF-8" in done.stderr
