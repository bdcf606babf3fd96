"""Tell of the plugin's store, from outside, what agents opened and what helped."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import attrs

from ccsdk_knowledge.ranking import Votes, factor_of

__all__ = ["Report", "Used", "lines_of", "read_report"]

_USED = """
SELECT article, coalesce(max(count), 0), sum(useful), sum(useless) FROM (
    SELECT article, count, 0 AS useful, 0 AS useless FROM opened
    UNION ALL
    SELECT article, 0, sum(is_useful), sum(1 - is_useful) FROM vote GROUP BY article
) GROUP BY article ORDER BY 2 DESC, article
"""
_SEARCHED = "SELECT coalesce(sum(count), 0), coalesce(sum(without_result), 0) FROM searched"


@attrs.frozen
class Used:
    """Tell how often an article was opened, and what agents said of it."""

    article: str
    opened: int
    votes: Votes


@attrs.frozen(kw_only=True)
class Report:
    """Tell how articles are used, the most opened first, and how many searches found nothing."""

    used: Sequence[Used]
    searches: int
    without_result: int


def read_report(path: Path) -> Report:
    """Return what the store in this file says; the plugin may run meanwhile.

    Raises:
        sqlite3.Error: It is no such store.
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        used = [
            Used(article, opened, Votes(useful, useless))
            for article, opened, useful, useless in database.execute(_USED)
        ]
        searches, without_result = database.execute(_SEARCHED).fetchone()
    return Report(used=used, searches=searches, without_result=without_result)


def lines_of(report: Report, keys: Collection[str]) -> Iterator[str]:
    """Yield a report's lines; of `keys` those that nobody opened are named at the end."""
    yield f"{'opened':>7}  {'useful':>7}  {'not':>5}  {'counts':>6}  article"
    for each in report.used:
        votes = each.votes
        factor = f"{factor_of(votes):.2f}"
        counts = f"{each.opened:>7}  {votes.useful:>7}  {votes.useless:>5}"
        yield f"{counts}  {factor:>6}  {each.article}"
    unopened = sorted(set(keys) - {each.article for each in report.used})
    yield from (f"{0:>7}  {'':>7}  {'':>5}  {'':>6}  {key}" for key in unopened)
    yield f"searches: {report.searches}, without result: {report.without_result}"
