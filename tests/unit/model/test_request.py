from __future__ import annotations

from ccsdk.model.entry import Answer
from ccsdk.model.principal import SYSTEM
from ccsdk.model.request import QUESTIONS, Receipt, Snapshot, Submission


def test_a_submission_does_not_show_what_a_person_wrote() -> None:
    submission = Submission(
        principal=SYSTEM,
        key="k",
        type="ccsdk.SendMessage.v1",
        data={"interaction": "in_1"},
        personal={"text": "my bank details"},
    )

    assert "bank" not in repr(submission)
    assert submission.deadline_ms is None


def test_a_receipt_is_first_hand_unless_it_says_otherwise() -> None:
    assert Receipt(answer=Answer(), position=3).is_replayed is False


def test_a_snapshot_is_as_of_a_position() -> None:
    assert Snapshot(position=3, items=()).position == 3


def test_every_method_is_known_by_its_name_and_version() -> None:
    assert set(QUESTIONS) == set("history.v1 customer.v1 metrics.v1 explain.v1 why.v1".split())
    assert all(cls.method == method for method, cls in QUESTIONS.items())
