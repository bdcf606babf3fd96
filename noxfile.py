"""What is typed twice: the sessions of this project.

`nox -s demo` runs the example shop, `nox -s test` is everything a change must pass, and
`nox -R -s quick` is the inner loop. All sessions of the inner loop share one environment,
which is installed again only when a file that decides its content has changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

import nox
from nox.command import CommandFailed

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "venv"
nox.options.sessions = ["test"]

ROOT = Path(__file__).parent
PLUGINS = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))
# A stranger's plugin, and whose it stands on.
EXAMPLES = {ROOT / "examples" / "coaching_pack": [ROOT / "plugins" / "ccsdk-coaching"]}
INSTALLED = [*PLUGINS, *EXAMPLES]
CONSTRAINTS = ROOT / "constraints.txt"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Each package, and the programs any of which makes it unnecessary.
SYSTEM_PACKAGES = {"chromium": BROWSERS, "openssl": ("openssl",), "strace": ("strace",)}

# It makes the mutants; nothing else needs it, so it stands in an environment of its own.
MUTMUT = "mutmut==3.8.1"

# --- environments ---------------------------------------------------------------------------


def environment(session: nox.Session, name: str, extra: str) -> Path:
    """Return the interpreter of a shared environment, installed if anything has changed.

    The core and every plugin are installed in place, so that an edit needs no installation.
    """
    place = ROOT / ".nox" / name
    python = place / "bin" / "python"
    stamp = place / "installed"
    wanted = fingerprint(extra)
    if stamp.is_file() and stamp.read_text() == wanted:
        return python
    shutil.rmtree(place, ignore_errors=True)
    session.run(sys.executable, "-m", "venv", str(place), external=True)
    pip = (str(python), "-m", "pip", "install", "-q", "-c", str(CONSTRAINTS))
    # Without isolation the build tools are constrained too, and fetched once instead of thrice.
    session.run(*pip, "hatchling", "editables", external=True)
    sources = [f"{ROOT}[{extra}]", *map(str, PLUGINS)]
    editable = [word for source in sources for word in ("-e", source)]
    session.run(*pip, "--no-build-isolation", *editable, external=True)
    stamp.write_text(wanted)
    return python


def fingerprint(extra: str) -> str:
    """Return a digest of all that decides what an environment holds."""
    digest = hashlib.sha256(f"{sys.version} {extra}".encode())
    for path in (CONSTRAINTS, ROOT / "pyproject.toml", *(p / "pyproject.toml" for p in PLUGINS)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run(session: nox.Session, python: Path, *command: str, **env: str) -> None:
    """Run a module of an environment, with the environment's programs first on PATH."""
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    session.run(str(python), "-m", *command, external=True, env={"PATH": path, **env})


def bring_system_packages(session: nox.Session) -> None:
    """Install what the tests need of the machine, where that is allowed."""
    missing = [
        package
        for package, programs in SYSTEM_PACKAGES.items()
        if not any(map(shutil.which, programs))
    ]
    if not missing or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    if "chromium" in missing:
        missing.append("fonts-wqy-microhei")
    try:
        session.run("apt-get", "update", "-q", external=True, silent=True)
        session.run("apt-get", "install", "-q", "-y", *missing, external=True, silent=True)
    except CommandFailed:
        session.warn(f"Could not install {', '.join(missing)}: their tests will be skipped.")


# --- the two commands of the README, and the inner loop --------------------------------------


@nox.session(venv_backend="none")
def demo(session: nox.Session) -> None:
    """Run the example shop: `-- --no-agents`, `--agents N`, `--port P`, `--data DIR`."""
    python = environment(session, "demo", "server")
    session.run(
        str(python),
        str(ROOT / "examples" / "shop" / "demo.py"),
        *session.posargs,
        external=True,
        interrupt_timeout=15,
        terminate_timeout=5,
    )


@nox.session(venv_backend="none")
def test(session: nox.Session) -> None:
    """Run everything a change must pass; further arguments go to pytest."""
    python = environment(session, "dev", "test")
    bring_system_packages(session)
    failed = []
    for part in (check_lint, check_types, check_floors, check_own_coverage, check_behaviour):
        try:
            part(session, python)
        except CommandFailed:
            failed.append(part.__name__.removeprefix("check_"))
    if failed:
        session.error(f"Failed: {', '.join(failed)}.")


@nox.session(venv_backend="none")
def quick(session: nox.Session) -> None:
    """Run the inner loop, under a minute: unit, properties, fast integration."""
    python = environment(session, "dev", "test")
    chosen = ("tests/unit", "tests/properties", "tests/integration", *plugin_tests())
    marks = "not (slow or faults or clone or browser)"
    run(session, python, "pytest", "-q", "-m", marks, *(session.posargs or chosen))


# --- parts of `test` --------------------------------------------------------------------------


def check_lint(session: nox.Session, python: Path) -> None:
    """Check format, rules and spelling."""
    run(session, python, "ruff", "format", "--check", "-q", ".")
    run(session, python, "ruff", "check", "-q", ".")
    run(session, python, "codespell_lib", ".")


def check_types(session: nox.Session, python: Path) -> None:
    """Check the types of core, plugins and examples."""
    run(session, python, "mypy")


def check_floors(session: nox.Session, python: Path) -> None:
    """Check who imports whom."""
    session.run(str(python.parent / "lint-imports"), "--no-cache", external=True)


def check_own_coverage(session: nox.Session, python: Path) -> None:
    """Check that the pure floors are covered, branch by branch, by their own test files."""
    run(session, python, "tests.meta.own_coverage")


def check_behaviour(session: nox.Session, python: Path) -> None:
    """Run every test there is in one go, so that pytest's summary is whole."""
    # A file stays in one process: its tests share a browser.
    spread = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")
    run(session, python, "pytest", *spread, *session.posargs)


def plugin_tests() -> list[str]:
    """Return the test folders of the plugins in this tree."""
    return [str(tests.relative_to(ROOT)) for p in PLUGINS if (tests := p / "tests").is_dir()]


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Check format, rules and spelling; `-- --fix` repairs what it can."""
    python = environment(session, "dev", "test")
    if "--fix" in session.posargs:
        run(session, python, "ruff", "format", ".")
        run(session, python, "ruff", "check", "--fix", ".")
    check_lint(session, python)


@nox.session(venv_backend="none")
def types(session: nox.Session) -> None:
    """Check the types of core, plugins and examples."""
    check_types(session, environment(session, "dev", "test"))


@nox.session(venv_backend="none")
def floors(session: nox.Session) -> None:
    """Check who imports whom, and that the check would notice."""
    python = environment(session, "dev", "test")
    check_floors(session, python)
    run(session, python, "pytest", "-q", "tests/meta/test_floors.py", *session.posargs)


@nox.session(venv_backend="none")
def own_coverage(session: nox.Session) -> None:
    """Check that the pure floors are covered, branch by branch, by their own test files."""
    check_own_coverage(session, environment(session, "dev", "test"))


@nox.session(venv_backend="none")
def integration(session: nox.Session) -> None:
    """Run the tests on real stores, sockets and processes."""
    python = environment(session, "dev", "test")
    run(session, python, "pytest", "tests/integration", *session.posargs)


@nox.session(venv_backend="none")
def browser(session: nox.Session) -> None:
    """Run the tests that drive a browser."""
    python = environment(session, "dev", "test")
    bring_system_packages(session)
    run(session, python, "pytest", "tests/browser", *session.posargs)


@nox.session(venv_backend="none")
def docs(session: nox.Session) -> None:
    """Run every block of the README and the documentation."""
    python = environment(session, "dev", "test")
    run(session, python, "pytest", "README.md", "docs", *session.posargs)


@nox.session
@nox.parametrize("plugin", INSTALLED, ids=[path.name for path in INSTALLED])
def plugins(session: nox.Session, plugin: Path) -> None:
    """Install a plugin's wheel into an empty environment and run its tests there."""
    with tempfile.TemporaryDirectory() as wheels:
        sources = map(str, (ROOT, *EXAMPLES.get(plugin, ()), plugin))
        session.run("python", "-m", "pip", "wheel", "-q", "--no-deps", "-w", wheels, *sources)
        (core,) = map(str, Path(wheels).glob("ccsdk_core-*.whl"))
        others = sorted({*map(str, Path(wheels).glob("*.whl"))} - {core})
        # The core comes first: pip looks for what the others need while it reads them.
        session.install("-q", "-c", str(CONSTRAINTS), "--force-reinstall", f"{core}[test]", *others)
    session.run("python", "-m", "pytest", str(plugin / "tests"), *session.posargs)


# --- by hand ----------------------------------------------------------------------------------


@nox.session(venv_backend="none")
def faults(session: nox.Session) -> None:
    """Run the fault tests at length: more than 700 real kills instead of 80."""
    python = environment(session, "dev", "test")
    bring_system_packages(session)
    # Of the store in a process of its own, of a real `ccsdk serve`, and of an observer.
    kills = {"CCSDK_KILLS": "180", "CCSDK_KILLS_SERVE": "30", "CCSDK_KILLS_OBSERVER": "500"}
    run(session, python, "pytest", "-m", "faults", "tests", *session.posargs, **kills)


@nox.session(venv_backend="none")
def templates(session: nox.Session) -> None:
    """Make a plugin of each kind in a fresh environment, and follow the tutorial to the letter."""
    python = environment(session, "dev", "test")
    tests = ("tests/integration/test_plugins_new.py", "tests/integration/test_tutorial.py")
    long = {"CCSDK_NEW_KINDS": "query channel scorer store panel", "CCSDK_TUTORIAL": "1"}
    run(session, python, "pytest", *tests, *session.posargs, **long)


@nox.session(venv_backend="none")
def screenshots(session: nox.Session) -> None:
    """Take the pictures of the documentation anew, of a seeded day at a clock of its own."""
    python = environment(session, "dev", "test")
    bring_system_packages(session)
    pictures = ("screenshots", "screenshots_articles", "screenshots_coaching")
    paths = [f"tests/browser/{name}.py" for name in pictures]
    run(session, python, "pytest", *paths, *session.posargs)


@nox.session(venv_backend="none")
def storm(session: nox.Session) -> None:
    """Run the storm at full size: 20 desks and 50 widgets whose server is away for a minute."""
    python = environment(session, "dev", "test")
    bring_system_packages(session)
    size = {"CCSDK_STORM_DESKS": "20", "CCSDK_STORM_WIDGETS": "50", "CCSDK_STORM_AWAY_S": "60"}
    run(session, python, "pytest", "tests/browser/test_storm.py", *session.posargs, **size)


@nox.session(venv_backend="none")
def simulate(session: nox.Session) -> None:
    """Run the campaigns at length: the engine's, and the coaching linter's on every note."""
    python = environment(session, "dev", "test")
    campaigns = ("properties/test_engine_machine", "properties/test_calendar_zones")
    simulations = ("simulation/test_vip_bound", "simulation/test_day")
    paths = [f"tests/{name}.py" for name in (*campaigns, *simulations)]
    paths.append("plugins/ccsdk-coaching/tests/test_coaching_properties.py")
    long = {"CCSDK_ENGINE_EXAMPLES": "1000", "CCSDK_ZONES": "all", "CCSDK_POLICIES": "10000"}
    long |= {"CCSDK_DAY_EVERY": "1", "CCSDK_NOTES_EVERY": "1"}
    run(session, python, "pytest", *paths, "-n", "auto", *session.posargs, **long)


@nox.session(venv_backend="none")
def mutate(session: nox.Session) -> None:
    """Run the unit tests of what decides routing on its mutants; CCSDK_MUTANTS_SHARE=0.1."""
    python = environment(session, "mutate", "test")
    session.run(str(python), "-m", "pip", "install", "-q", MUTMUT, external=True)
    tree = ROOT / ".nox" / "mutants"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir()
    for name in ("conftest.py", "pyproject.toml", "src", "tests"):
        (tree / name).symlink_to(ROOT / name)
    tables = ("-p", "tests.mutation.tables", "tests/unit/engine/test_transitions.py")
    run(session, python, "pytest", "-q", "-s", *tables)
    with session.chdir(tree):
        # All are written before the first is run.
        run(session, python, "mutmut", "run", "ccsdk.engine.line.x_stand__mutmut_1")
    with session.chdir(tree / "mutants"):
        functions = ("-p", "tests.mutation.functions", "tests/unit/engine")
        run(session, python, "pytest", "-q", "-s", *functions, PYTHONPATH="src")


@nox.session(venv_backend="none")
def bench(session: nox.Session) -> None:
    """Print each ratio to a peer with the peer's own figure; `-- NAME` runs one benchmark."""
    python = environment(session, "bench", "bench")
    run(session, python, "benchmarks", *session.posargs)


@nox.session(reuse_venv=False)
def constraints(session: nox.Session) -> None:
    """Write constraints.txt from a clean environment."""
    session.install("-q", "--upgrade", "pip")
    session.install("-q", "nox", "hatchling", "editables", f"{ROOT}[bench]", *map(str, PLUGINS))
    listing = session.run("python", "-m", "pip", "list", "--format=freeze", silent=True)
    ours = ("ccsdk", "pip=", "setuptools=")
    lines = [line for line in str(listing).splitlines() if not line.startswith(ours)]
    CONSTRAINTS.write_text("\n".join(sorted(lines, key=str.lower)) + "\n")


@nox.session
def build(session: nox.Session) -> None:
    """Build the source archive and the wheel of every distribution into dist/."""
    session.install("-q", "-c", str(CONSTRAINTS), "hatchling")
    for source in (ROOT, *PLUGINS):
        with session.chdir(source):
            session.run("hatchling", "build", "-d", str(ROOT / "dist"))
