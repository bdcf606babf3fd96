"""Order what was found: by its words, then a little by how useful agents found it.

The usefulness of an article is the mean of a Beta distribution: each vote counts as one, on top of
a prior of `PRIOR` votes of which half are good. So one vote moves an article by little, many move
it further, and nobody's single opinion buries a new one:

    usefulness = (useful + PRIOR / 2) / (useful + useless + PRIOR)
    factor     = 1 + SWAY * (2 * usefulness - 1)          between 0.7 and 1.3

Source: the posterior mean of a binomial proportion with a symmetric Beta prior, Laplace's rule of
succession with a weight of our own (Gelman et al., "Bayesian Data Analysis", 3rd ed., 2.4). Not
the lower bound of Wilson's interval, which many sites sort by: it would put an article that nobody
has rated behind all that anybody has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from ccsdk_knowledge.index import Hit

__all__ = ["PRIOR", "SWAY", "Reader", "Votes", "factor_of", "ranked"]

PRIOR = 6
SWAY = 0.3
# An article in the other Chinese script can be read; one in another language, hardly.
_SAME_FAMILY = 0.8
_FOREIGN = 0.5
# Where the shop says that an article is for a queue, it is a little nearer there.
_AT_HOME = 1.1


@attrs.frozen
class Votes:
    """Count how often an article helped, and how often it did not."""

    useful: int = 0
    useless: int = 0


@attrs.frozen(kw_only=True)
class Reader:
    """Say for whom is searched: their language, and the queue that it is about."""

    language: str | None = None
    queue: str | None = None


def factor_of(votes: Votes) -> float:
    """Return by how much votes multiply an article's weight: 1 without any."""
    usefulness = (votes.useful + PRIOR / 2) / (votes.useful + votes.useless + PRIOR)
    return 1 + SWAY * (2 * usefulness - 1)


def ranked(hits: Iterable[Hit], votes: Mapping[str, Votes], reader: Reader) -> list[Hit]:
    """Return the hits, best first; of one article in several languages the one for the reader.

    Args:
        hits: As the index finds them.
        votes: By the key of an article; who has none is left out.
        reader: For whom.
    """
    weighted = [
        attrs.evolve(hit, weight=hit.weight * factor, share=min(1.0, hit.share * factor))
        for hit in hits
        for factor in (_factor(hit, votes.get(hit.article.key, Votes()), reader),)
    ]
    best: dict[str, tuple[float, Hit]] = {}
    for hit in sorted(weighted, key=lambda each: (-each.weight, each.article.key)):
        found = best.setdefault(hit.article.id, (hit.weight, hit))
        if _nearness(hit, reader) > _nearness(found[1], reader):
            best[hit.article.id] = (found[0], attrs.evolve(hit, share=found[1].share))
    return [attrs.evolve(hit, weight=weight) for weight, hit in best.values()]


def _factor(hit: Hit, votes: Votes, reader: Reader) -> float:
    at_home = _AT_HOME if reader.queue in hit.article.queues else 1.0
    return factor_of(votes) * _nearness(hit, reader) * at_home


def _nearness(hit: Hit, reader: Reader) -> float:
    wanted, found = reader.language, hit.article.language
    if wanted is None or wanted == found:
        return 1.0
    return _SAME_FAMILY if wanted[:2] == found[:2] else _FOREIGN
