"""Public modules say what they export, and the face of the package stays lazy."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from tests.meta.tree import SOURCE, parsed, source_files

# None of these may come along when only values, events or hook types are wanted.
HEAVY = ("asyncio", "sqlite3", "aiosqlite", "websockets", "uvicorn", "structlog", "ssl", "socket")


def module_name(relative: str) -> str:
    """Return the dotted name of a file below src/ccsdk."""
    return f"ccsdk.{relative}".removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def public_modules() -> list[str]:
    """Return the names of all modules that no leading underscore marks as private."""
    found = []
    for path in source_files():
        relative = path.relative_to(SOURCE).as_posix()
        private = [p for p in relative.split("/") if p.startswith("_") and p != "__init__.py"]
        is_bare = path.name == "__init__.py" and not parsed(path).body[1:]
        if not private and not is_bare and relative != "__init__.py":
            found.append(module_name(relative))
    return found


@pytest.mark.parametrize("name", public_modules())
def test_module_exports_what_it_says(name: str) -> None:
    module = importlib.import_module(name)

    exported = module.__all__

    assert len(exported) == len(set(exported))
    assert [each for each in exported if not hasattr(module, each)] == []


def test_face_lends_every_name_it_lists() -> None:
    face = importlib.import_module("ccsdk")

    missing = [name for name in face.__all__ if not hasattr(face, name)]

    assert face.__all__
    assert missing == []


def test_face_refuses_a_name_it_does_not_list() -> None:
    face = importlib.import_module("ccsdk")

    with pytest.raises(AttributeError, match="no_such_name"):
        face.no_such_name  # noqa: B018


@pytest.mark.parametrize("name", ["ccsdk", "ccsdk.errors", "ccsdk.model", "ccsdk.hooks"])
def test_import_brings_no_store_and_no_event_loop(name: str) -> None:
    script = (
        f"import sys, pkgutil, importlib; package = importlib.import_module({name!r});\n"
        f"inside = () if {name!r} == 'ccsdk' else getattr(package, '__path__', ())\n"
        f"[importlib.import_module(f'{name}.{{m.name}}') for m in pkgutil.iter_modules(inside)]\n"
        f"print(*[m for m in {HEAVY!r} if m in sys.modules])"
    )

    outcome = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.split() == []
