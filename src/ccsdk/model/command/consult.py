"""Commands of an owner who asks a colleague while the customer is on hold."""

from __future__ import annotations

from ccsdk.model.command.command import Command
from ccsdk.model.transfer import TransferTarget
from ccsdk.model.values import Id

__all__ = ["CancelConsult", "CompleteTransfer", "MergeConsult", "StartConsult"]


class StartConsult(Command, frozen=True, kw_only=True):
    """Put the customer on hold and ask a colleague, by a queue or directly."""

    interaction: Id
    to: TransferTarget


class CompleteTransfer(Command, frozen=True, kw_only=True):
    """Give the customer to the colleague who was asked and has answered."""

    interaction: Id


class MergeConsult(Command, frozen=True, kw_only=True):
    """Bring customer, owner and the colleague who was asked into one talk."""

    interaction: Id


class CancelConsult(Command, frozen=True, kw_only=True):
    """Ask no more, and take the customer back."""

    interaction: Id
