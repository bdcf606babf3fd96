"""What the pages on coaching notes say of commands, settings and words is so.

Python and TOML blocks run with all others; here the command lines do, those of workflows, too.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner, Result

from ccsdk_coaching.cli import coach_lint
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.classes import CLASSES
from ccsdk_coaching.output.printing import FORMATS
from ccsdk_coaching.requests import LintNote
from ccsdk_coaching.voices import POLICIES
from tests.meta.tree import ROOT

GUIDE = ROOT / "docs/plugins/coaching.md"
HOWTO = ROOT / "docs/howto/write-a-coaching-rule.md"
README = ROOT / "plugins/ccsdk-coaching/README.md"
_BLOCK = re.compile(r"^```(?:bash|yaml)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMAND = re.compile(
    r"(?:^|run: )(?:ccsdk coach-lint|python -m ccsdk_coaching) ([^\n#]+)", re.MULTILINE
)
_ANY_BLOCK = re.compile(r"^```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FIRST_CELL = re.compile(r"^\| (`[^|]+`)", re.MULTILINE)


def command_lines() -> list[str]:
    """Return what stands behind the command's name, each once."""
    seen = {
        line.strip(): None
        for page in (GUIDE, HOWTO, README)
        for block in _BLOCK.findall(page.read_text(encoding="utf-8"))
        for line in _COMMAND.findall(block)
    }
    return list(seen)


def first_cells(page: Path) -> set[str]:
    """Return all names in code letters that begin a row of a page's tables."""
    cells = _FIRST_CELL.findall(page.read_text(encoding="utf-8"))
    return {name for cell in cells for name in re.findall(r"`\"?([\w-]+)", cell)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with notes, settings, and a pack that is installed."""
    files = {
        "notes/one.md": "You must smile.\n",
        "notes/two.md": "You waved to her.\n",
        "note.txt": "You must smile.\n",
        "center.toml": "[plugins.coaching]\n",
        "workshop_coaching/__init__.py": "",
        "workshop_coaching/pack.py": _block_with(HOWTO, "class SpeedFirst")
        + "from ccsdk_coaching.packs import LintPack\n"
        + 'pack = LintPack(name="workshop", rules=(SpeedFirst(),))\n',
        "workshop_coaching-0.1.0.dist-info/METADATA": "Name: workshop-coaching\nVersion: 0.1.0\n",
        "workshop_coaching-0.1.0.dist-info/entry_points.txt": "[ccsdk_coaching.packs.v1]\n"
        "workshop = workshop_coaching.pack:pack\n",
        "yours.jsonl": _block_with(GUIDE, '"expected"'),
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def _block_with(page: Path, words: str) -> str:
    blocks = re.findall(
        r"^```\w+\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return next(block for block in blocks if words in block)


def run(line: str, folder: Path) -> Result:
    """Run a command line as a shell would: its files, its input, its output."""
    line = line.partition("||")[0]
    words = shlex.split(line)
    source = target = None
    if "<" in words:
        source = words[words.index("<") + 1]
        words = words[: words.index("<")]
    if ">" in words:
        target = words[words.index(">") + 1]
        words = words[: words.index(">")]
    expanded = [
        name
        for word in words
        for name in (sorted(map(str, Path().glob(word))) if "*" in word else [word])
    ]
    given = (folder / source).read_bytes() if source else None
    result = CliRunner().invoke(coach_lint, expanded, input=given)
    if target:
        (folder / target).write_text(result.stdout, encoding="utf-8")
    return result


@pytest.mark.parametrize("line", command_lines())
def test_every_command_line_of_the_pages_runs(line: str, folder: Path) -> None:
    result = run(line, folder)

    is_told = line.split(maxsplit=1)[0] in ("rule", "packs", "evaluate")
    assert result.exit_code == (0 if is_told else 1), result.output
    assert result.output


def test_what_the_guide_shows_is_what_is_printed(folder: Path) -> None:
    shown = _block_with(GUIDE, "note.txt:1:5")

    assert run("note.txt", folder).output == shown


def test_the_pages_have_command_lines() -> None:
    lines = command_lines()

    assert len(lines) >= 10
    assert any("--format github" in line for line in lines)
    assert any("--format sarif" in line for line in lines)


def test_every_setting_format_and_member_of_a_request_is_in_the_guide() -> None:
    settings = {field.name for field in attrs.fields(CoachingConfig)}

    missing = (settings | set(FORMATS) | set(LintNote.__struct_fields__)) - first_cells(GUIDE)

    assert missing == set()


def test_every_class_of_words_and_quote_policy_is_in_the_how_to() -> None:
    assert (set(CLASSES) | set(POLICIES)) - first_cells(HOWTO) == set()
