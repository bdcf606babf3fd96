"""What simulated people say: each talk has a customer's lines and an agent's answers."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["GREETING", "NAMES", "TALKS", "Talk", "answers_to"]


@dataclass(frozen=True)
class Talk:
    """Hold one talk: the queue it goes to, the customer's lines, the answers, its outcome."""

    queue: str
    lines: tuple[str, ...]
    answers: tuple[str, ...]
    disposition: str


NAMES = (
    "Anna",
    "Ben",
    "Chiara",
    "David",
    "Elif",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jakub",
    "Kaya",
    "Lars",
)

GREETING = "Welcome to Linden & Loft. One moment, I am reading your question."

TALKS = (
    Talk(
        queue="delivery",
        lines=(
            "Hello, my Fjord sofa should come on Friday. Will they carry it to the fourth floor?",
            "Yes, but it is a narrow one. The sofa comes in one piece, doesn't it?",
            "That is a relief. Thank you!",
        ),
        answers=(
            "They will, two of us come along. Is there a lift?",
            "The legs and the back come off, so it fits through 75 cm.",
            "You are welcome. Enjoy the sofa.",
        ),
        disposition="delivery",
    ),
    Talk(
        queue="delivery",
        lines=(
            "Can I move the delivery of my table to the week after next?",
            "Order LL-20417. Tuesday would be best.",
            "Perfect, thanks a lot.",
        ),
        answers=(
            "Of course. Would you give me your order number?",
            "Tuesday between 9 and 12 is yours. A confirmation is on its way.",
            "With pleasure. See you on Tuesday.",
        ),
        disposition="delivery",
    ),
    Talk(
        queue="delivery",
        lines=(
            "Do you deliver to islands? I live on Sylt.",
            "That is fine. And the old mattress?",
        ),
        answers=(
            "We do, it takes one week longer and costs 49 euros more.",
            "We take one old piece along, free of charge.",
        ),
        disposition="advice",
    ),
    Talk(
        queue="care",
        lines=(
            "One slat of my Ladder shelf has a crack.",
            "About ten centimetres, near the left end.",
            "Great, I will be at home.",
        ),
        answers=(
            "I am sorry to hear that. How long is the crack?",
            "We send a new slat today, at no cost. It should be there in three days.",
            "Thank you for telling us. Write again if anything is missing.",
        ),
        disposition="return",
    ),
    Talk(
        queue="care",
        lines=(
            "How do I get a red wine stain out of the wool cover?",
            "It happened an hour ago.",
        ),
        answers=(
            "When did it happen?",
            "Then cold water and a little salt, no rubbing. If it stays, we clean it for 30 euros.",
        ),
        disposition="advice",
    ),
    Talk(
        queue="damage",
        lines=(
            "My oak table came today, and one corner is broken off.",
            "LL-30982. The box was torn at that corner, too.",
            "That is quick. Thank you!",
        ),
        answers=(
            "I am sorry, that should not happen. Would you give me your order number?",
            "Then it fell on its way. A new top comes on Thursday, and we take the old one along.",
            "It is the least we can do. Enjoy the table.",
        ),
        disposition="return",
    ),
    Talk(
        queue="sales",
        lines=(
            "Is the Loft table also there in walnut?",
            "For six to eight people, most days six.",
            "Then I will take that one. Thank you.",
        ),
        answers=(
            "It is, oiled or waxed. How many people shall sit at it?",
            "Then 200 centimetres with one extension is right, in walnut 1,390 euros.",
            "A lovely choice. The order page has walnut under finish.",
        ),
        disposition="ordered",
    ),
)


def answers_to(opening: str) -> Talk:
    """Return the talk that begins with these words; to others, the one that asks back."""
    for talk in TALKS:
        if talk.lines[0] == opening:
            return talk
    return Talk(
        queue="",
        lines=(),
        answers=(
            "Thank you for your question. Would you tell me a little more?",
            "I understand. I have made a note, and a colleague will write to you today.",
            "Is there anything else I can do for you?",
        ),
        disposition="follow_up",
    )
