"""Verified visitors: whom a site signed for gets a token of their own, on each device.

The visitor's id follows from the site's own id for them, so that one person on two devices
is one Customer. Whoever they were before, unsigned, stays somebody else: nothing is merged.
"""

from __future__ import annotations

import hashlib

import structlog

from ccsdk.errors import UnauthorizedError
from ccsdk.hooks.ports import Credential
from ccsdk.model.principal import Role
from ccsdk.server.port import CenterPort
from ccsdk.server.statement import Statement, StatementRefusedError, read_statement
from ccsdk.server.tokens import Issued, identity_of, issue_visitor_token

__all__ = ["Identifier"]

# Of 64 digits of a keyed hash, as many as a random visitor's id has.
_ID_LENGTH = 32

_log = structlog.get_logger("ccsdk.server")


class Identifier:
    """Believe statements of sites, each one once; one per center."""

    def __init__(self, center: CenterPort) -> None:
        self._center = center
        self._in_use: set[bytes] = set()

    async def identify(self, account: str, text: str) -> Issued:
        """Return a new token of the visitor whom a statement names.

        Raises:
            UnauthorizedError: It is not believed; why stands in the log only.
            UnknownEntityError: There is no such account.
        """
        try:
            return await self._identify(account, text)
        except StatementRefusedError as refusal:
            _log.warning("statement.refused", account=account, reason=refusal.reason)
            raise UnauthorizedError(hint="this statement is not valid; sign a new one") from None

    async def _identify(self, account: str, text: str) -> Issued:
        center = self._center
        statement = read_statement(
            text,
            center.signing_keys.get(account, {}),
            audience=f"{center.name}/{account}",
            now_ms=center.clock.now_ms(),
        )
        identity = identity_of(center.secret, account, f"sub:{statement.sub}")
        visitor = f"vs_{identity[:_ID_LENGTH]}"
        used = self._used(account, visitor, statement)
        # What is being looked up counts as used: the store answers later.
        if used.digest in self._in_use:
            raise StatementRefusedError("replayed")
        self._in_use.add(used.digest)
        try:
            if await center.credentials.find_credential(used.digest) is not None:
                raise StatementRefusedError("replayed")
            return await issue_visitor_token(
                center,
                account,
                visitor,
                is_verified=True,
                name=statement.name,
                external_id=statement.sub,
                attributes=statement.attributes,
                beside=(used,),
            )
        finally:
            self._in_use.discard(used.digest)

    def _used(self, account: str, visitor: str, statement: Statement) -> Credential:
        """Return the row that remembers a statement; no door takes a credential of its kind."""
        identity = f"statement\0{account}\0{statement.jti}".encode()
        return Credential(
            digest=hashlib.sha256(identity).digest(),
            kind="statement",
            principal=visitor,
            role=Role.VISITOR.value,
            created_at_ms=self._center.clock.now_ms(),
            expires_at_ms=statement.over_at_ms,
            account=account,
        )
