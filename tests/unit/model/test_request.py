from __future__ import annotations

import pytest

from ccsdk.model.entry import Answer
from ccsdk.model.principal import SYSTEM
from ccsdk.model.request import QUESTIONS, Receipt, Snapshot, Submission, is_plugin_method


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
    known = (
        "history.v1 customer.v1 profile.v1 metrics.v1 explain.v1 why.v1 search_knowledge.v1 "
        "plugins.v1 receive.v1 redrive_plugin.v1"
    )

    assert set(QUESTIONS) == set(known.split())
    assert all(cls.method == method for method, cls in QUESTIONS.items())


@pytest.mark.parametrize("name", ["orders.v1", "acme_orders.v12", f"{'x' * 61}.v1"])
def test_a_plugin_names_methods_of_its_own_with_a_version(name: str) -> None:
    assert is_plugin_method(name)


@pytest.mark.parametrize(
    "name", ["orders", "orders.v0", "Orders.v1", "a.b.v1", "orders.v1\n", f"{'x' * 62}.v1"]
)
def test_what_has_no_version_or_no_bounds_is_no_method(name: str) -> None:
    assert not is_plugin_method(name)


@pytest.mark.parametrize("name", [*QUESTIONS, "why.v2", "history.v99"])
def test_what_the_center_answers_is_taken_in_every_version(name: str) -> None:
    assert not is_plugin_method(name)
