"""An article is checked where it is made: what is no article never leaves its plugin."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.hooks.knowledge import SCORE_MAX, Article


def test_an_article_is_as_it_was_made() -> None:
    article = Article(id="a", title="A", snippet="we deliver it", marks=((3, 10),), score=7)

    assert article.snippet[slice(*article.marks[0])] == "deliver"
    assert Article(id="a", title="A", url="https://x.example", score=SCORE_MAX).language is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": 7},
        {"title": "x" * 301},
        {"snippet": "x" * 1_001},
        {"url": "javascript:alert(1)"},
        {"url": "http://x.example"},
        {"score": -1},
        {"score": SCORE_MAX + 1},
        {"score": 0.5},
        {"score": True},
        {"language": 5},
        {"snippet": "abc", "marks": ((0, 4),)},
        {"snippet": "abc", "marks": ((2, 2),)},
        {"snippet": "abc", "marks": ((1, 2), (0, 1))},
        {"snippet": "abc", "marks": ((0, 2), (1, 3))},
        {"marks": [1]},
    ],
)
def test_what_is_no_article_cannot_be_made(wrong: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        Article(**{"id": "a", "title": "A", "score": 1, **wrong})
