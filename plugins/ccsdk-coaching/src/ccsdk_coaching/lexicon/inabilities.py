"""English ways to say that somebody is unable, of verbs that can be learnt: as if for ever."""

from __future__ import annotations

from ccsdk_coaching.lexicon.turns import Turns

__all__ = ["INABILITIES"]

_REST = r"[^.,;!?\"\u201d]{0,24}"
INABILITIES = Turns(
    (
        (
            "never",
            r"\b(?:(?:(?:could|can|will|'ll|would|'d|am|'m|are|'re|is|was) )?never (?:ever )?"
            r"(?:(?:going to|gonna) )?(?:be (?:any )?(?:good|able|a|any|confident|one|fast|calm)|"
            r"get|learn|manage|understand|remember|master|handle|cope|make it|sell|change|sound|"
            r"speak|crack|grasp|work out|become|do|keep|spell|stay|catch up|improve|reach|have|win)"
            rf"{_REST}|(?:will|'ll|am going to|'m going to) never [a-z'-]+{_REST}|"
            r"(?:can|could) never [a-z'-]+(?: [a-z'-]+){0,2}|"
            r"never (?:could|can|will) [a-z'-]+(?: [a-z'-]+){0,2}|"
            r"never (?:was|been)(?: any| much)? (?:good|use|able)[^.,;!?]{0,16})",
        ),
        (
            "can cannot couldn ca",
            r"\b(?:can't|cannot|can not|couldn't|ca n't)(?: ever| just| simply| possibly| even|"
            r" really)* [a-z'-]+(?: [a-z'-]+){0,3}",
        ),
        (
            "able unable incapable",
            r"\b(?:'m|am|are|'re|is|was) (?:just |simply )?(?:not able|unable|incapable) "
            r"(?:to|of) [a-z'-]+|\b(?:are|is|was|were)n't able to [a-z'-]+",
        ),
        (
            "will ll would won wouldn",
            r"\b(?:(?:will|'ll|would) (?:not|never)|won't|wouldn't)(?: ever)? (?:ever|learn|manage|"
            r"get (?:it|the hang|along|better|there|used)|change|make it|be (?:able|good))"
            r"[^.,;!?\"\u201d]{0,20}",
            "not never t",
        ),
        ("just simply", r"\b(?:simply|just) can't(?=[.!,;]|$)", "can"),
    )
)
