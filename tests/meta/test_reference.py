"""The reference pages equal what the code says; every error and event is tested somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from ccsdk import errors
from ccsdk.model.command import COMMANDS
from ccsdk.model.event import EVENTS

ROOT = Path(__file__).parents[2]

_spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
assert _spec is not None
assert _spec.loader is not None
generate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generate)


@pytest.mark.parametrize("name", sorted(generate.PAGES))
def test_generated_page_is_what_the_code_says(name: str) -> None:
    page = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")

    rendered = generate.PAGES[name]()

    assert page == rendered, "run python docs/generate.py"


def _tested_words() -> set[str]:
    sources = [*ROOT.glob("tests/**/*.py"), *ROOT.glob("plugins/*/tests/**/*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    return set(re.findall(r"\w+", text))


def test_every_error_event_and_command_is_named_by_a_test() -> None:
    names = {
        *(error.__name__ for error in generate.error_tree(errors.CcsdkError)),
        *(event.__name__ for event in EVENTS.values()),
        *(command.__name__ for command in COMMANDS.values()),
    }
    # A class that only groups others is met through them.
    groups = {
        error.__name__
        for error in generate.error_tree(errors.CcsdkError)
        if len(list(generate.error_tree(error))) > 1
    }

    untested = sorted(names - groups - _tested_words())

    assert untested == []


def test_docstring_of_errors_draws_the_tree() -> None:
    drawn = set(re.findall(r"\w+Error", errors.__doc__ or ""))

    defined = {error.__name__ for error in generate.error_tree(errors.CcsdkError)}

    assert drawn == defined
