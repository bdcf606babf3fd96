from __future__ import annotations

from ccsdk.engine.evolving.review import close_reviews, opened
from ccsdk.model.event import ReviewOpened
from tests.unit.engine.talk import talk

REFS = {"interaction": "in_1", "customer": "cu_i1", "channel": "chat-q", "queue": "q"}


def test_who_opened_it_reviews_it_until_it_is_taken_from_all_of_them() -> None:
    state = talk().state
    found = state.interactions["in_1"]

    for supervisor in ("sam", "sue", "sam"):
        opened(state, ReviewOpened(**REFS, agent=supervisor), 7)
    before = list(found.reviewers)
    close_reviews(found)

    assert before == ["sam", "sue"]
    assert found.reviewers == {}
