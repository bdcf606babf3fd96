"""The client's side of a subscription, without I/O: the link rule and resuming.

A client keeps one cursor per subscription and asks again from it whenever a link does not
fit. It never computes a cursor and never takes one from an event. What `apply` returns is
to be stored together with the cursor beside it, in one transaction.

    ev.prev == mine    -> apply the events, mine = ev.cursor
    ev.cursor <= mine  -> ignore
    otherwise          -> subscribe again from mine; ignore its links until the answer

Source: docs/explanation/architecture.md, "A bus is cursors over the log".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Literal

import attrs

from ccsdk.wire.frames import Ev, RequestId, Res, Snap, Start, Sub

__all__ = ["Applied", "ClientSubscription", "Outcome", "Reset"]


@attrs.frozen(kw_only=True)
class Applied:
    """Carry events to be applied and the cursor to be stored with their effects."""

    events: tuple[dict[str, Any], ...]
    cursor: str


@attrs.frozen(kw_only=True)
class Reset:
    """Carry the state that replaces everything this subscription brought so far."""

    items: tuple[dict[str, Any], ...]
    cursor: str


Outcome = Applied | Reset | Literal["ignore", "resubscribe"]


@attrs.define(kw_only=True)
class ClientSubscription:
    """Follow one subscription across connections.

    `begin` says where it starts without a cursor. `epoch` and `cursor` are what was stored
    with the last effects, both None before. `label` is None until the server answers.
    `hears` asks for ephemeral frames too; they belong to no subscription and have no place.
    """

    topics: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    begin: Literal["now", "snapshot"] = "snapshot"
    epoch: str | None = None
    cursor: str | None = None
    label: str | None = None
    is_waiting: bool = False
    hears: bool = False
    _parts: list[tuple[dict[str, Any], ...]] | None = None

    def request(self, id: RequestId, features: Collection[str] = ()) -> Sub:
        """Return the `sub` to send, on a new connection or after `resubscribe`.

        Args:
            id: Of the request.
            features: Those of the server's welcome; what it does not know is not asked of it.
        """
        self.is_waiting = True
        self._parts = None
        start: Start | Literal["now", "snapshot"] = self.begin
        if self.epoch is not None and self.cursor is not None:
            start = Start(epoch=self.epoch, cursor=self.cursor)
        eph = self.hears and "eph" in features
        return Sub(id=id, topics=self.topics, where=dict(self.where), start=start, eph=eph)

    def answered(self, res: Res) -> None:
        """Take the answer to the last `request`; a refused one leaves all as it was."""
        if res.ok is None:
            return
        self.is_waiting = False
        self.label, self.epoch = res.ok["sub"], res.ok["epoch"]
        if res.ok["state"] == "reset":
            # Until the snapshot is whole there is nothing to resume from.
            self.cursor, self._parts = None, []
        else:
            self.cursor = res.ok["cursor"]

    def apply(self, frame: Ev | Snap) -> Outcome:
        """Say what a frame of this subscription means; the cursor moves if it is applied."""
        if self.is_waiting or frame.sub != self.label:
            return "ignore"
        if isinstance(frame, Snap):
            return self._replace(frame)
        if self.cursor is None:
            # A snapshot goes before links: a part of it is missing.
            return "resubscribe"
        if frame.prev == self.cursor:
            self.cursor = frame.cursor
            return Applied(events=frame.events, cursor=frame.cursor)
        return "ignore" if frame.cursor <= self.cursor else "resubscribe"

    def _replace(self, frame: Snap) -> Outcome:
        if self._parts is None or frame.part < len(self._parts):
            return "ignore"
        if frame.part > len(self._parts):
            return "resubscribe"
        self._parts.append(frame.items)
        if not frame.last:
            return "ignore"
        items = tuple(item for part in self._parts for item in part)
        self._parts, self.cursor = None, frame.at
        return Reset(items=items, cursor=frame.at)
