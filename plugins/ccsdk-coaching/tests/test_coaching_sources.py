"""What the rules stand on: every rule says it, every work is cited so that it can be found."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from ccsdk_coaching.cli import coach_lint
from ccsdk_coaching.reasons import REASONS
from ccsdk_coaching.rules import RULES
from ccsdk_coaching.sources import EVIDENCE
from ccsdk_coaching.works import WORKS

CODES = sorted({rule.code for rule in RULES})
# Authors, a year in brackets, a title, and something more: a journal or a publisher.
CITATION = re.compile(r"[A-ZÀ-Ž][^()]+ \(((?:19|20)\d\d)\)\. [^.?]+[.?:].* \S.*")
DOI = re.compile(r"doi:10\.\d{4,5}/\S+[^.,;\s]$")


def test_every_rule_says_what_it_stands_on() -> None:
    assert sorted(EVIDENCE) == CODES


@pytest.mark.parametrize("code", CODES)
def test_no_rule_claims_more_than_its_sources_are(code: str) -> None:
    evidence = EVIDENCE[code]
    kinds = {source.is_research for source in evidence.sources}

    assert evidence.sources
    assert evidence.limits
    assert ("research" in evidence.basis) == (True in kinds)
    if False in kinds:
        assert "practice" in evidence.basis


def test_every_work_is_cited_by_a_rule_and_no_other() -> None:
    cited = {source.key for evidence in EVIDENCE.values() for source in evidence.sources}

    assert cited == set(WORKS)


@pytest.mark.parametrize("key", sorted(WORKS))
def test_a_work_is_named_with_authors_year_title_and_place(key: str) -> None:
    work = WORKS[key]
    found = CITATION.fullmatch(work)

    assert found, work
    assert key.endswith(found[1])
    assert work.casefold().startswith(key.split("-", maxsplit=1)[0])
    assert "doi:" not in work or DOI.search(work)


@pytest.mark.parametrize("code", CODES)
def test_a_rule_is_explained_with_what_it_finds_and_stands_on(code: str) -> None:
    told = CliRunner().invoke(coach_lint, ["rule", code]).output

    assert f"\nPoints at: {REASONS[code].finds}\n" in told
    assert f"\nLeaves alone: {REASONS[code].leaves}\n" in told
    assert f"\nStands on {EVIDENCE[code].basis}:\n" in told
    for source in EVIDENCE[code].sources:
        assert f"  - {source.says}\n    {source.work}\n" in told


def test_a_rule_is_as_severe_in_every_language() -> None:
    severities = {(rule.code, rule.name, rule.severity) for rule in RULES}

    assert len(severities) == len(CODES)
