"""What a center may configure of the desk: the codes its agents choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import attrs
import msgspec

from ccsdk.model.values import Code

__all__ = ["DeskSettings", "Reply"]

Label = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
# As long as a message may be, of which it becomes a part.
ReplyText = Annotated[str, msgspec.Meta(min_length=1, max_length=32_000)]


@attrs.frozen(kw_only=True)
class Reply:
    """Hold a text that agents insert, change as they like, and send themselves.

    `{customer}`, `{agent}` and `{queue}` in it become names. `language` marks a reply for
    customers of that language; one without is for everybody.
    """

    title: Label
    text: ReplyText
    language: Code | None = None


@attrs.frozen(kw_only=True)
class DeskSettings:
    """Map codes, which the log keeps, to the words that agents read; order is shown order.

    `dispositions` say how an Interaction came out, `not_ready_reasons` why an Agent takes
    no Offers, `decline_reasons` why they refused one. `replies` are the canned replies.
    """

    dispositions: Mapping[Code, Label] = {
        "solved": "Solved",
        "information": "Information given",
        "follow_up": "Follow-up needed",
        "wrong_address": "Not for us",
        "no_reply": "Customer stopped replying",
    }
    not_ready_reasons: Mapping[Code, Label] = {
        "break": "Break",
        "lunch": "Lunch",
        "meeting": "Meeting",
        "other_work": "Other work",
    }
    decline_reasons: Mapping[Code, Label] = {
        "busy": "Busy with other chats",
        "wrong_skill": "Not my field",
        "break": "About to take a break",
    }
    replies: Mapping[Code, Reply] = attrs.field(factory=dict)
