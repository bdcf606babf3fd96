"""Commands from inside the process, as one principal, by the door that everybody uses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import attrs
import msgspec

from ccsdk.model.command import Command, command_type
from ccsdk.model.principal import Principal
from ccsdk.model.request import Receipt, Submission

__all__ = ["InProcessClient"]


@attrs.frozen
class InProcessClient:
    """Speak to a center in the same process as one Agent, Supervisor, visitor, or the system.

    The program vouches for who it is; what it may do is the grant's as for anybody.
    """

    principal: Principal
    _submit: Callable[[Submission], Awaitable[Receipt]] = attrs.field(repr=False)
    _ids: Callable[[], str] = attrs.field(repr=False)

    async def ask(
        self, command: type[Command], /, *, key: str | None = None, **members: Any
    ) -> Receipt:
        """Give a command and return once it is on disk.

        Args:
            command: Its class; what a door fills in (who asks, by which account) is not given.
            key: Makes it safe to give again; default: a new one.
            members: The fields of the command and of its personal half, told apart by name.

        Raises:
            CommandRejectedError: It is not allowed now; nothing changed.
            RequestRefusedError: A member is wrong, or the center takes no commands.
        """
        given = msgspec.to_builtins(members)
        names = command.Personal.__struct_fields__ if command.Personal else ()
        personal = {name: value for name, value in given.items() if name in names}
        data = {name: value for name, value in given.items() if name not in names}
        return await self._submit(
            Submission(
                principal=self.principal,
                key=key or f"in-process-{self._ids()}",
                type=command_type(command),
                data=data,
                personal=personal or None,
            )
        )
