from __future__ import annotations

from ccsdk.engine.index import Index, Key, Signature
from ccsdk.model.pure import WorkKind
from ccsdk.model.queue import Membership
from ccsdk.model.skill import SkillRequirement


def index() -> tuple[Index, Signature]:
    """Return an index with one queue, and the signature of its work."""
    found, signature = Index(signatures={"q": {}}), Signature(channel="chat")
    found.add(found.signatures["q"], key("chat"), signature)
    return found, signature


def key(channel: str) -> Key:
    return (channel, (), 0, "")


def nobody(_: str) -> bool:
    return False


def test_the_oldest_is_the_smallest_key() -> None:
    found, chat = index()
    for place in ((0, 5, "b"), (0, 5, "a"), (-1, 9, "c"), (0, 1, "d")):
        found.line_up(chat, place, at_most=4)

    assert found.oldest(chat.line, nobody) == (-1, 9, "c")
    assert found.oldest(chat.line, lambda interaction: interaction == "c") == (0, 1, "d")
    assert found.oldest(chat.line, lambda interaction: True) is None


def test_who_left_the_line_is_not_found_and_comes_back_to_the_same_place() -> None:
    found, chat = index()
    found.line_up(chat, (0, 1, "a"), at_most=2)
    found.line_up(chat, (0, 2, "b"), at_most=2)
    found.step_out("a")
    found.step_out("a")
    gone = found.oldest(chat.line, nobody)

    found.line_up(chat, (0, 1, "a"), at_most=2)

    assert gone == (0, 2, "b")
    assert found.oldest(chat.line, nobody) == (0, 1, "a")


def test_lining_up_twice_changes_nothing() -> None:
    found, chat = index()
    found.line_up(chat, (0, 1, "a"), at_most=1)
    found.fresh.clear()

    found.line_up(chat, (0, 1, "a"), at_most=1)

    assert (len(chat.line), found.fresh) == (1, {})


def test_what_moves_to_another_line_stands_in_that_one_only() -> None:
    found, chat = index()
    email = Signature(channel="email")
    found.line_up(chat, (0, 1, "a"), at_most=1)

    # Equal, but not the same object: as the engine makes a new place each time.
    found.line_up(email, (0, len(found.fresh), "a"), at_most=1)

    assert found.oldest(chat.line, nobody) is None
    assert found.oldest(email.line, nobody) == (0, 1, "a")


def test_the_head_of_a_queue_is_merged_from_its_lines_and_leaves_them_as_they_were() -> None:
    found, chat = index()
    email = Signature(channel="email")
    found.add(found.signatures["q"], key("email"), email)
    for number, line in enumerate((chat, email, email, chat, email)):
        found.line_up(line, (0, number, f"in_{number}"), at_most=5)

    first = [place[2] for place in found.head("q", 3)]

    assert first == ["in_0", "in_1", "in_2"]
    assert [place[2] for place in found.head("q", 9)] == [f"in_{n}" for n in range(5)]


def test_stale_places_do_not_pile_up() -> None:
    found, chat = index()

    for instant in range(1_000):
        found.line_up(chat, (0, instant, "in"), at_most=1)

    assert len(chat.line) < 100
    assert found.oldest(chat.line, nobody) == (0, 999, "in")


def test_of_many_kinds_of_work_those_nobody_waits_for_are_let_go() -> None:
    found, chat = index()
    found.line_up(chat, (0, 1, "a"), at_most=1)

    for number in range(200):
        found.add(found.signatures["q"], key(f"c{number}"), Signature(channel=f"c{number}"))

    assert len(found.signatures["q"]) <= 64
    assert found.signatures["q"][key("chat")] is chat


def test_a_queue_that_is_defined_anew_has_no_signatures() -> None:
    found, _ = index()
    before = found.generation

    found.forget("q")

    assert (found.signatures, found.generation) == ({"q": {}}, before + 1)


def test_work_suits_members_patient_enough_with_every_required_skill() -> None:
    sofa, bed = (
        SkillRequirement(skill="sofa", min=3),
        SkillRequirement(skill="bed", is_required=False),
    )
    work = Signature(channel="chat", requirements=(sofa, bed), age_ms=5)
    patient, impatient = Membership(queue="q", delay_ms=5), Membership(queue="q", delay_ms=6)

    assert work.suits(patient, {"sofa": 3})
    assert not work.suits(patient, {"sofa": 2, "bed": 5})
    assert not work.suits(impatient, {"sofa": 5})


def test_the_first_of_a_queue_is_the_first_of_its_lines() -> None:
    found, chat = index()
    voice = Signature(channel="voice")
    found.add(found.signatures["q"], key("voice"), voice)
    nobody_yet = found.first("q")
    found.line_up(chat, (0, 5, "a"), at_most=2)
    found.line_up(voice, (0, 3, "b"), at_most=2)
    first = found.first("q")

    found.step_out("b")

    assert (nobody_yet, first, found.first("q")) == (None, (0, 3, "b"), (0, 5, "a"))


def test_whom_work_suits_is_counted_once_per_change_of_skills() -> None:
    found, chat = index()
    found.skillset.join("ana", (Membership(queue="q"),))
    counted = found.skilled("q", chat)
    chat.counted = (7, chat.counted[1])
    kept = found.skilled("q", chat)

    found.skillset.join("ben", (Membership(queue="q"),))

    assert (counted, kept, found.skilled("q", chat)) == (1, 7, 2)


KIND = WorkKind(queue="q", channel="chat", service_class=None, attributes={})


def test_nobody_is_admitted_before_the_rules_were_asked() -> None:
    _, chat = index()
    admitted = [chat.admits("ana")]

    chat.kind = KIND
    admitted.append(chat.admits("ana"))
    chat.refused |= {"ana": None, "ben": "no_sofa"}

    assert [*admitted, chat.admits("ana"), chat.admits("ben")] == [True, False, True, False]


def test_who_goes_is_not_asked_about_any_more() -> None:
    found, chat = index()
    chat.kind = KIND
    found.wonder(chat, "ana")
    found.wonder(chat, "ben")

    chat.drop("ana")
    left = list(chat.unasked)
    chat.drop("ben")
    chat.drop("ben")

    assert (left, list(chat.unasked), list(found.asking)) == (["ben"], [], [chat])


def test_what_rules_said_of_one_agent_is_forgotten_everywhere() -> None:
    found, chat = index()
    chat.refused |= {"ana": "no_sofa", "ben": "no_sofa"}

    found.ask_again("ana")

    assert chat.refused == {"ben": "no_sofa"}


def test_a_queue_defined_anew_leaves_nobody_to_be_asked_about() -> None:
    found, chat = index()
    found.wonder(chat, "ana")

    found.forget("q")

    assert found.asking == {}
