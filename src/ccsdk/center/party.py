"""The parties of a center: who may act in it, and as which principal from inside the process."""

from __future__ import annotations

from ccsdk.center.settings import CenterSettings
from ccsdk.errors import UnknownEntityError
from ccsdk.model.principal import Principal, Role
from ccsdk.server.tokens import customer_of, identity_of

__all__ = ["Parties"]


class Parties:
    """Know the staff and the accounts that the settings name."""

    def __init__(self, settings: CenterSettings) -> None:
        self._center = settings.center.name
        self._accounts = settings.accounts
        self.roles = settings.staff()

    def staff(self, staff: str) -> Principal:
        """Return an Agent or Supervisor as a principal.

        Raises:
            UnknownEntityError: There is nobody of this id.
        """
        role = self.roles.get(staff)
        if role is None:
            raise UnknownEntityError(kind="agent or supervisor", id=staff)
        return Principal(id=staff, role=role, center=self._center)

    def visitor(self, account: str, visitor: str, *, secret: bytes) -> Principal:
        """Return a visitor of an account as a principal.

        Args:
            account: Its id.
            visitor: Any id; the same one is the same Customer.
            secret: The key of the center's identity hashes.

        Raises:
            UnknownEntityError: There is no such account.
        """
        if account not in self._accounts:
            raise UnknownEntityError(kind="account", id=account)
        return Principal(
            id=visitor,
            role=Role.VISITOR,
            center=self._center,
            account=account,
            customer=customer_of(identity_of(secret, account, visitor)),
        )
