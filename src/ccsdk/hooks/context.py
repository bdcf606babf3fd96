"""What every plugin is given of its own, from `register` on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, TypeVar

from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.egress import Egress
from ccsdk.hooks.inbound import Inbound
from ccsdk.hooks.ports import Clock
from ccsdk.hooks.storage import Storage, Tasks
from ccsdk.model.command import Command
from ccsdk.model.request import Receipt

__all__ = ["PluginContext"]

C = TypeVar("C", bound=Contribution)


class PluginContext(Protocol):
    """Give a plugin what is its own.

    From `clock` on it is there while the center is open; before, asking for it raises
    RuntimeError. `register` is too early.
    """

    @property
    def name(self) -> str:
        """Return the plugin's name."""

    @property
    def center(self) -> str:
        """Return the name of the center it runs in."""

    @property
    def config(self) -> Any:
        """Return the plugin's settings, an instance of its settings class, or None."""

    def contributions(self, kind: type[C]) -> Sequence[tuple[str, C]]:
        """Return (plugin name, contribution) of one type, of all enabled plugins, in order.

        Ask when you need them, for instance at a request: `register` is too early.

        Raises:
            RuntimeError: Plugins still register.
        """

    @property
    def clock(self) -> Clock:
        """Return the center's clock."""

    @property
    def tasks(self) -> Tasks:
        """Return what runs the plugin's background work."""

    def transaction(self) -> AbstractAsyncContextManager[Storage]:
        """Open a transaction of the plugin's own store; use it as `async with`.

        What is written is on disk when the block ends, and gone if it raises. Deliveries and
        other transactions of the plugin wait meanwhile, so keep it short: after 10 s it is
        undone and over. Within a delivery it is the delivery's own.

        Raises:
            LogError: The store cannot be opened, or nothing of the transaction is there.
            RuntimeError: It took too long, or another one is open around it.
        """

    async def command(self, command: Command, *, key: str | None = None) -> Receipt | None:
        """Give a command that the manifest declares; return once it is on disk.

        Args:
            command: What is to be done.
            key: Makes it one effect however often it is given. By default it follows from the
                event or alarm, the command's type and its subject; a second such command of
                one delivery, and one that is given outside of deliveries or in `start`, names
                its own.

        Returns:
            The receipt; None if an earlier delivery of the same event gave another command of
            this type on this subject, which stands.

        Raises:
            CommandRejectedError: It is not allowed now, or not declared; nothing changed.
            RequestRefusedError: A field is wrong, or the center takes no commands now.
            ValueError: A key is missing.
        """

    def scope(self, *, queue: str | None = None, channel: str | None = None) -> Any:
        """Return the settings that hold for a queue, a channel, or one within the other.

        `[queues.<id>.plugins.<name>]` and `[channels.<id>.plugins.<name>]` say what is other
        than in `[plugins.<name>]`; where both say something, the queue wins.
        """

    async def ask(self, method: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the center, or another plugin, what a client could: `history.v1` for instance.

        The plugin sees what its manifest declares: Interactions of its topics, and of their
        personal halves its classes. Use it in handlers, query hooks and `on_event`; `register`
        is too early.

        Raises:
            UnknownEntityError: There is no such thing, or not for this plugin.
            RequestRefusedError: Nobody answers this method, or not these data, or not now.
            RuntimeError: The center is not open.
        """

    async def receive(self, inbound: Inbound) -> Receipt:
        """Hand over a customer's message that a channel of this plugin's received.

        It opens an Interaction, or goes to the sender's open one. It is on disk on return: now,
        and not before, tell the provider that it arrived.

        Raises:
            UnknownEntityError: The account is of no channel that this plugin contributes.
            RequestRefusedError: A member is wrong, or the center takes no commands now: have
                the provider deliver it again.
            RuntimeError: The center is not open.
        """

    @property
    def egress(self) -> Egress:
        """Return the way out to the hosts that the manifest names, see `ccsdk.hooks.egress`.

        Raises:
            RuntimeError: Plugins still register, which is no time for I/O.
        """
