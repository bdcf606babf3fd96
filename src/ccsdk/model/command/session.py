"""What the server reports of sessions, and that the center goes on after a gap."""

from __future__ import annotations

from ccsdk.model.command.command import Command
from ccsdk.model.values import Id

__all__ = [
    "ReportSessionBack",
    "ReportSessionGone",
    "ResumeCenter",
]


class ReportSessionGone(Command, frozen=True, kw_only=True):
    """Say that one session of an Agent or a Customer has lost its connection."""

    session: Id
    agent: Id | None = None
    customer: Id | None = None


class ReportSessionBack(Command, frozen=True, kw_only=True):
    """Say that one session of an Agent or a Customer is connected (again)."""

    session: Id
    agent: Id | None = None
    customer: Id | None = None


class ResumeCenter(Command, frozen=True, kw_only=True):
    """Resume after a stop, a suspend or a stall: nobody is struck for the gap.

    Deadlines due in the gap fire once, live Offers are withdrawn, every session counts
    as gone from now on and gets its whole grace again. `is_restart` is false after a
    mere stall, in which sockets, and so sessions, lived on.
    """

    is_restart: bool = True
