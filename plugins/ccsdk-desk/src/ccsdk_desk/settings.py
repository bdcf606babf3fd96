"""What a center may configure of the desk: the codes its agents choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import attrs
import msgspec

from ccsdk.model.values import Code

__all__ = ["DeskSettings"]

Label = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


@attrs.frozen(kw_only=True)
class DeskSettings:
    """Map codes, which the log keeps, to the words that agents read; order is shown order.

    `dispositions` say how an Interaction came out, `not_ready_reasons` why an Agent takes
    no Offers, `decline_reasons` why they refused one.
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
