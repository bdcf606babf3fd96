"""The inbox of channels: what a plugin's provider delivered becomes a customer's command.

It is committed before the plugin goes on, so that the provider hears of success only then; the
same message again meets its key and changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping

import attrs

from ccsdk.errors import DrainingError, UnknownEntityError
from ccsdk.hooks.contributions import Channel
from ccsdk.hooks.inbound import Inbound
from ccsdk.model.command import ReceiveInteraction, command_type
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import Receipt, Submission
from ccsdk.plugins.host import PluginHost
from ccsdk.server.tokens import customer_of, identity_of

__all__ = ["Inbox", "Senders"]


@attrs.frozen
class Senders:
    """Know who writes by a provider's channel, as visitors of one center.

    `secret` returns the key of the center's identity hashes, None before the log is open.
    """

    _center: str
    _secret: Callable[[], bytes | None] = attrs.field(repr=False)

    def of(self, plugin: str, inbound: Inbound) -> Principal:
        """Return the sender as a principal, whom only a keyed hash names.

        Raises:
            DrainingError: The center is not open.
        """
        # The log remembers who gave a command: a hash, never a number or an address.
        secret, account = self._secret(), inbound.account
        if secret is None:
            raise DrainingError
        sender = f"via_{identity_of(secret, account, inbound.sender)[:32]}"
        return Principal(
            id=sender,
            role=Role.VISITOR,
            center=self._center,
            account=account,
            customer=customer_of(identity_of(secret, account, sender)),
            is_verified=inbound.is_verified,
            via=plugin,
        )


@attrs.frozen
class Inbox:
    """Take what plugins received for accounts of their own channels.

    Args:
        host: Says who contributes which channel.
        channels: Account -> kind of its channel.
        senders: Knows who writes.
        submit: Takes the commands.
    """

    _host: PluginHost
    _channels: Mapping[str, str]
    _senders: Senders
    _submit: Callable[[Submission], Awaitable[Receipt]] = attrs.field(repr=False)

    async def receive(self, plugin: str, inbound: Inbound) -> Receipt:
        """Open an Interaction of the sender's, or add to the open one; return when it is on disk.

        Raises:
            UnknownEntityError: There is no such account of a channel of this plugin's.
            RequestRefusedError: A member is wrong, or the center takes no commands.
        """
        own = {each.kind for name, each in self._host.contributions(Channel) if name == plugin}
        if self._channels.get(inbound.account) not in own:
            raise UnknownEntityError(kind="account", id=inbound.account)
        given = {"text": inbound.text, "name": inbound.name, "address": inbound.address}
        told = f"{inbound.account}\n{inbound.id}".encode("utf-8", "surrogatepass")
        submission = Submission(
            principal=self._senders.of(plugin, inbound),
            key=f"in-{hashlib.sha256(told).hexdigest()[:40]}",
            type=command_type(ReceiveInteraction),
            data={"language": inbound.language} if inbound.language else {},
            personal={name: value for name, value in given.items() if value is not None},
        )
        return await self._submit(submission)
