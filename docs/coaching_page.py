"""The catalogue of the coaching linter's rules, from the rules themselves and their reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ccsdk_coaching.explain import explained
from ccsdk_coaching.model import Rule
from ccsdk_coaching.reasons import REASONS
from ccsdk_coaching.rules import RULES
from ccsdk_coaching.sources import EVIDENCE, Source
from ccsdk_coaching.suppression import UNUSED, UNUSED_NAME
from ccsdk_coaching.works import WORKS

HEAD = """# The rules of the coaching linter

<!-- Written by docs/generate.py; change the code, then run it. -->

`coach-lint rule CODE` prints the same. All rules read English and Chinese, Simplified and
Traditional. `x` is found, `o` is left alone; `[ ]` is around the place that is shown. The examples
are the rules' own tests: without them a rule does not load. How to run the linter, and what it
cannot do: [Coaching notes](../plugins/coaching.md). What these words do to who reads them, for a
team leader: [Why these words matter](../explanation/why-these-words-matter.md).

Each rule says what it stands on. *Research* is a study or a review of studies; *practice* is what
coaches hand down, and nobody has measured. Hardly any study is on contact centers, and none is on
this linter: what it shows is where to look, not who is right.

"""
LANGUAGES = {"en": "English", "zh": "Chinese"}
_AUTHOR = re.compile(r"([^\W\d_][^,&()]*), (?:[A-Z]\.[ -]?)+")


def page() -> str:
    """Render the page."""
    codes = sorted({rule.code for rule in RULES})
    parts = [HEAD, table(codes), *(section(code) for code in codes), unused(), works()]
    return "\n".join(parts)


def table(codes: Iterable[str]) -> str:
    """Return the overview."""
    lines = ["| code | name | severity | stands on |", "| --- | --- | --- | --- |"]
    for code in codes:
        rule = having(code)[0]
        anchor = f"{code} {rule.name}".lower().replace(" ", "-")
        link = f"[{code}](#{anchor})"
        lines.append(f"| {link} | {rule.name} | {rule.severity} | {EVIDENCE[code].basis} |")
    lines.append(f"| [{UNUSED}](#{UNUSED.lower()}-{UNUSED_NAME}) | {UNUSED_NAME} | info | |")
    return "\n".join(lines) + "\n"


def having(code: str) -> list[Rule]:
    """Return the rules of a code, one for each language."""
    return [rule for rule in RULES if rule.code == code]


def section(code: str) -> str:
    """Return all about one code."""
    rules = having(code)
    reason, evidence = REASONS[code], EVIDENCE[code]
    parts = [
        f"## {code} {rules[0].name}\n",
        f"{rules[0].severity.capitalize()}. {reason.why}\n",
        f"**Instead:** {reason.instead}\n",
        f"**Points at:** {reason.finds}\n",
        f"**Leaves alone:** {reason.leaves}\n",
        *(examples(rule) for rule in rules),
        f"**Stands on {evidence.basis}.**\n",
        "\n".join(f"- {source.says} ({short(source)})" for source in evidence.sources) + "\n",
        f"{evidence.limits}\n",
    ]
    return "\n".join(parts)


def examples(rule: Rule) -> str:
    """Return what a rule finds and leaves alone, as text that nothing else reads."""
    names = ", ".join(LANGUAGES[each] for each in rule.languages)
    lines = [*listed("x", rule.bad), *listed("o", rule.good)]
    return f"{names}:\n\n```text\n" + "\n".join(lines) + "\n```\n"


def listed(mark: str, texts: Sequence[str]) -> Iterable[str]:
    """Yield examples with their mark; those of several lines hang."""
    for text in texts:
        first, *rest = text.splitlines()
        yield f"{mark} {first}"
        yield from (f"  {line}" for line in rest)


def short(source: Source) -> str:
    """Return a work by its authors' names and year."""
    authors, _, rest = source.work.partition(" (")
    names = _AUTHOR.findall(authors)
    who = " & ".join(names) if len(names) <= 2 else f"{names[0]} and others"
    return f"{who} {rest[:4]}"


def unused() -> str:
    """Return all about comments that ignore nothing."""
    told = "\n".join(list(explained(UNUSED, RULES))[2:])
    return f"## {UNUSED} {UNUSED_NAME}\n\n```text\n{told}\n```\n"


def works() -> str:
    """Return the works that are cited."""
    return "## Works\n\n" + "\n".join(f"- {work}" for work in sorted(WORKS.values())) + "\n"
