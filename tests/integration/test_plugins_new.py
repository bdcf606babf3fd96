"""`ccsdk plugins new`: what it writes is green, in a fresh environment from wheels, too."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ccsdk.cli.new import FIRST_PARTY, KINDS, written
from ccsdk.cli.program import cli
from ccsdk.errors import ConfigurationError

pytestmark = [pytest.mark.integration]

ROOT = Path(__file__).resolve().parents[2]
# The others are made for real by `nox -s templates`; here each runs in this environment.
FRESH = os.environ.get("CCSDK_NEW_KINDS", "query").split()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["plugins", "new", *arguments])


def command_of(folder: Path) -> str:
    """Return the one command that a README names."""
    found = re.search(
        r"^```\n(python3 -m venv .*)\n```$", (folder / "README.md").read_text(), re.MULTILINE
    )
    assert found is not None
    return found[1]


def test_what_is_written_is_told_with_the_command_of_its_readme(tmp_path: Path) -> None:
    result = run("acme-crm", "--kind", "query", "--to", str(tmp_path))

    assert result.exit_code == 0
    assert f"cd {tmp_path / 'acme-crm'} && {command_of(tmp_path / 'acme-crm')}" in result.output


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_templates_own_name_is_left(kind: str, tmp_path: Path) -> None:
    folder = written("acme-crm", kind, tmp_path)

    files = [path for path in folder.rglob("*") if path.is_file()]
    stem = re.compile(rf"first[-_ ]?({kind}|plugin)", re.IGNORECASE)
    kept = [path for path in files if stem.search(path.name + path.read_text(encoding="utf-8"))]

    assert kept == []
    for place in ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "conftest.py"):
        assert (folder / place).is_file(), place
    assert (folder / "src/acme_crm/py.typed").is_file()
    assert (folder / ".github/workflows/tests.yml").is_file()
    assert (folder / "tests/test_conformance.py").is_file()
    assert (folder / "tests/test_behaviour.py").is_file()


def test_a_folder_that_exists_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "acme-crm").mkdir()

    with pytest.raises(ConfigurationError, match="is there already"):
        written("acme-crm", "query", tmp_path)

    assert list((tmp_path / "acme-crm").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Acme_CRM", "did you mean 'acme-crm'"),
        ("acme--crm", "did you mean 'acme-crm'"),
        ("-", "is no name"),
        ("x" * 41, "is no name"),
        ("../acme", "did you mean 'acme'"),
        ("import", "word of Python"),
        ("json", "another module"),
        ("desk", "did you mean 'acme-desk'"),
        ("ccsdk-sms", "own plugins"),
        ("first-plugin", "another module"),
    ],
)
def test_a_name_that_would_not_do_is_refused(name: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=message):
        written(name, "query", tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_every_plugin_of_this_tree_is_a_name_that_is_taken() -> None:
    ours = {path.name.removeprefix("ccsdk-") for path in (ROOT / "plugins").iterdir()}

    assert ours <= set(FIRST_PARTY)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in FRESH])
def test_a_new_plugin_is_green_in_this_environment(kind: str, tmp_path: Path) -> None:
    folder = written("acme-crm", kind, tmp_path)

    path = os.pathsep.join([str(folder / "src"), *filter(None, sys.path)])
    done = subprocess.run(
        # Its browser tests run with `nox -s templates`.
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not browser"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the core's wheel."""
    folder = tmp_path_factory.mktemp("wheels")
    hatchling = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(hatchling, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.mark.slow
@pytest.mark.clone
@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind in FRESH])
def test_a_new_plugin_is_green_in_a_fresh_environment(
    kind: str, wheels: Path, tmp_path: Path
) -> None:
    place = {
        key: value
        for key, value in os.environ.items()
        if key not in ("PYTHONPATH", "VIRTUAL_ENV") and not key.startswith(("COV", "PYTEST"))
    }
    place |= {"PIP_FIND_LINKS": str(wheels), "PIP_CONSTRAINT": str(ROOT / "constraints.txt")}
    # `new` itself comes out of the wheel as well, so that what it copies is what is packed.
    packed = tmp_path / "packed"
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        wheel.extractall(packed)
    line = f"{sys.executable} -m ccsdk.cli plugins new acme-crm --kind {kind}"

    made = shell(line, tmp_path, {**place, "PYTHONPATH": str(packed)})
    tested = shell(command_of(tmp_path / "acme-crm"), tmp_path / "acme-crm", place)

    assert "a plugin of kind" in made
    assert re.search(r"\d+ passed", tested), tested


def shell(line: str, folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
