"""Findings in each format, checked against what reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from ccsdk_coaching.model import Diagnostic, Suggestion
from ccsdk_coaching.output import github, jsons, sarif, text
from ccsdk_coaching.output.report import Problem, Report
from ccsdk_coaching.reading.source import Source

SCHEMA = Path(__file__).parent / "vendor" / "sarif-schema-2.1.0.json"


class Ought:
    """Duties laid on the agent close the listener.

    Invite instead.
    """

    code = "CL102"
    name = "authoritarian-modal"
    severity = "warning"
    languages = ("en",)
    bad = ("You [must] stay.",)
    good = ("I must go.",)


def found(content: str, span: str, *suggestions: Suggestion, **given: str) -> Diagnostic:
    start = content.index(span)
    line, column = Source(content).position(start)
    values: dict[str, Any] = {
        "code": "CL102",
        "name": "authoritarian-modal",
        "severity": "warning",
        "lang": "en",
        "start": start,
        "end": start + len(span),
        "line": line,
        "column": column,
        "message": '"must" demands',
        "suggestions": suggestions,
    }
    return Diagnostic(**(values | given))


def report(content: str, *diagnostics: Diagnostic, path: str = "notes/may.md") -> Report:
    return Report(path=path, text=content, diagnostics=list(diagnostics))


def run_of(*reports: Report, problems: tuple[Problem, ...] = ()) -> dict[str, Any]:
    log = json.loads(sarif.document(reports, [Ought()], problems))  # type: ignore[list-item]
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(log)
    run = log["runs"][0]
    assert isinstance(run, dict)
    return run


def test_sarif_of_nothing_is_valid_and_says_so() -> None:
    run = run_of()

    assert run["results"] == []
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"][0]["executionSuccessful"] is True


def test_sarif_names_place_rule_and_fix() -> None:
    content = "\U0001f682 Well.\r\nYou must stay.\r\n"
    fix = Suggestion(start=10, end=18, text="It would be great if you could")

    run = run_of(report(content, found(content, "must", fix)))

    (result,) = run["results"]
    region = {"startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 9}
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "notes/may.md"}, "region": region}
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "CL102"
    replacement = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["insertedContent"]["text"] == "It would be great if you could"


def test_sarif_takes_any_path_and_tells_what_was_not_read() -> None:
    content = "You must stay."
    paths = ("-", "a b/ü%.md", str(Path("x.md").absolute()))
    problem = Problem(path="photo.png", text="byte 0 is 0x89: not UTF-8")

    run = run_of(
        *(report(content, found(content, "must"), path=path) for path in paths),
        problems=(problem,),
    )

    assert run["invocations"][0]["executionSuccessful"] is False
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
    ]
    assert uris[:2] == ["stdin", "a%20b/%C3%BC%25.md"]
    assert uris[2].startswith("file:///")


def test_sarif_has_levels_that_it_knows_for_every_severity() -> None:
    content = "You must stay."
    severities = ("warning", "info", "hint")

    run = run_of(report(content, *(found(content, "must", severity=each) for each in severities)))

    assert [result["level"] for result in run["results"]] == ["warning", "note", "note"]


def test_github_points_at_line_and_columns() -> None:
    content = "Fine.\nYou must stay."

    (line,) = github.lines(report(content, found(content, "must")))

    assert line == (
        "::warning file=notes/may.md,line=2,col=5,endColumn=9,"
        'title=CL102 authoritarian-modal::"must" demands'
    )


def test_github_escapes_what_would_end_a_property_or_the_line() -> None:
    content = "You must stay."
    told = found(content, "must", message="100%\r\n::error::gone", severity="hint")

    (line,) = github.lines(report(content, told, path="a:b,c%.md"))

    assert line.startswith("::notice file=a%3Ab%2Cc%25.md,line=1,")
    assert line.endswith("::100%25%0D%0A::error::gone")


def test_github_leaves_columns_out_of_a_span_over_two_lines() -> None:
    content = "You\nmust stay."

    (line,) = github.lines(report(content, found(content, "You\nmust")))

    assert "line=1,endLine=2," in line
    assert "col" not in line


def test_github_shows_a_file_that_was_not_read_as_an_error() -> None:
    assert github.problem_line(Problem(path="x.md", text="no")) == "::error file=x.md::no"


def test_json_lines_have_one_object_for_a_file() -> None:
    content = "你必须来。"
    read = json.loads(jsons.line(report(content, found(content, "必须", lang="zh"))))

    assert read["path"] == "notes/may.md"
    assert read["diagnostics"][0] == {
        "code": "CL102",
        "name": "authoritarian-modal",
        "severity": "warning",
        "lang": "zh",
        "start": 1,
        "end": 3,
        "line": 1,
        "column": 2,
        "message": '"must" demands',
        "suggestions": [],
    }


def test_text_underlines_han_letters_at_their_width() -> None:
    content = "你必须来。"

    place, shown, marks = text.lines(report(content, found(content, "必须")))

    assert place.startswith("notes/may.md:1:2: CL102 authoritarian-modal (warning): ")
    assert shown == "    你必须来。"
    assert marks == "      ^^^^"


def test_text_shows_a_part_of_a_long_line() -> None:
    content = "a " * 200_000 + "must" + " b" * 10

    _, shown, marks = text.lines(report(content, found(content, "must")))

    assert len(shown) < 200
    assert shown.startswith("    …")
    assert shown[marks.index("^") :].startswith("must")


def test_text_shows_one_line_of_a_span_over_two() -> None:
    content = "Well.\nYou\nmust stay."

    _, shown, marks = text.lines(report(content, found(content, "You\nmust")))

    assert (shown, marks) == ("    You", "    ^^^")


def test_text_sends_no_control_letters_to_a_terminal() -> None:
    content = "\x1b[31mYou\u202e must\x00 stay.\x1b[0m"

    told = "\n".join(text.lines(report(content, found(content, "must"), path="a\x1bb")))

    assert not {"\x1b", "\u202e", "\x00"} & set(told)


def test_text_shows_suggestions() -> None:
    content = "You must stay."
    fix = Suggestion(start=0, end=8, text="It would be great if you could")

    *_, last = text.lines(report(content, found(content, "must", fix)))

    assert last == "    You must -> It would be great if you could"


def test_summary_counts_one_as_one() -> None:
    assert text.summary(1, 1) == "1 finding in 1 file"
    assert text.summary(2, 3) == "3 findings in 2 files"
