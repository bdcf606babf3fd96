"""From what a sender gave to a command the engine may see, or a typed refusal.

Two steps, because a repeated key is answered before anything is asked of the state:

1. `Doors.read` looks only at the submission. It finds the command's type, refuses what the
   sender's role never may and members that only a door fills in, fills them from who is
   signed in and from the store of files, and converts both halves strictly; each fault is
   named by its path in the frame (`data.role`).
2. `require_permitted` is asked by the writer when the command's turn comes: whether this
   principal's grant has a row for this command on this object, as things then are, and
   whether the files it names are theirs. What is not there and what is not theirs look
   alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache, partial
from typing import Any, TypeVar

import attrs
import msgspec

from ccsdk.center.attachment import (
    FileOf,
    Message,
    add_found,
    find_files,
    no_files,
    require_content,
)
from ccsdk.center.attributes import Attributes, AttributeSettings
from ccsdk.center.batch import Request, fingerprint_of
from ccsdk.center.calendar import compiled
from ccsdk.engine.state import State
from ccsdk.errors import (
    ConfigurationError,
    InvalidRequestError,
    PolicyRefusedError,
    UnknownEntityError,
    UnsupportedError,
)
from ccsdk.model.command import (
    COMMANDS,
    Command,
    DefineCalendar,
    DefineQueue,
    PersonalHalf,
    ReceiveInteraction,
    command_type,
)
from ccsdk.model.grant import grant_of
from ccsdk.model.interaction import InteractionState
from ccsdk.model.permission import permits
from ccsdk.model.principal import SYSTEM, Principal, Role
from ccsdk.model.relation import (
    CONSULTED,
    FORMER,
    MEMBER,
    OWNER,
    READER,
    REVIEWER,
    UNFINISHED,
    Relates,
    ref_of,
)
from ccsdk.model.request import Submission
from ccsdk.server.tokens import identity_of

__all__ = [
    "Doors",
    "own_request",
    "refs_of_interaction",
    "refs_of_offer",
    "relates_in",
    "require_permitted",
]

S = TypeVar("S", bound=msgspec.Struct)

KEY_LENGTH_MAX = 64
# Whoever sends one command sends more; a grant is pure and small.
_grant_of = lru_cache(maxsize=4_096)(grant_of)
_FIELD = re.compile(r"`([^`]*)`$")


@attrs.frozen(kw_only=True)
class Doors:
    """Read submissions of one center.

    Args:
        secret: The key of the center's identity hashes.
        ids: Makes a short random id; the only chance a command gets.
        sessions_of: The live sessions of a Customer.
        name_of: The display name of a member of staff, None if they have none.
        now_ms: The instant, by the center's clock.
        attributes: What a center file declares of them, by name.
        file_of: What is known of a file that this principal uploaded, None if there is none.
    """

    secret: bytes = attrs.field(repr=False)
    ids: Callable[[], str]
    sessions_of: Callable[[str], tuple[str, ...]]
    now_ms: Callable[[], int]
    name_of: Callable[[str], str | None] = lambda agent: None
    file_of: FileOf = no_files
    attributes: Mapping[str, AttributeSettings] = attrs.field(factory=dict)

    def read(self, submission: Submission) -> Request:
        """Return the submission's command, typed and with the door's members filled in.

        Raises:
            UnsupportedError: There is no command of this type.
            UnknownEntityError: The sender's role has no such command.
            InvalidRequestError: A member is missing, unknown, wrong, or the door's own.
            PolicyRefusedError: It says opening hours or conditions that nobody here knows.
        """
        # A NUL ends a text within SQLite's JSON, half a surrogate pair is no UTF-8: the store
        # would look such a key up as another one, or fail.
        if not 1 <= len(submission.key) <= KEY_LENGTH_MAX or not submission.key.isprintable():
            raise InvalidRequestError(path="key", problem="give 1 to 64 printable characters")
        kind = COMMANDS.get(submission.type)
        if kind is None:
            raise UnsupportedError(what=f"command {submission.type[:128]!r}")
        principal, data, given = submission.principal, submission.data, submission.personal
        if not any(kind in row.commands for row in _grant_of(principal).rows):
            raise UnknownEntityError(kind="command", id=kind.__name__)
        if not _acts_for_others(kind, principal):
            _refuse_filled(kind.door_fills, data, root="data")
            data = {**data, **self._filled(kind, principal, data)}
        command = self._understood(_convert(data, kind, root="data"), principal)
        half, missing = _personal(kind, given, principal), None
        if isinstance(command, Message):
            require_content(command, half)
            found = find_files(command.files, principal, self.file_of)
            missing = found.missing
            if found.files:
                command, half = add_found(command, half, found.files)
        return Request(
            principal=principal,
            key=submission.key,
            command=command,
            personal=half,
            name_of=self.name_of,
            fingerprint=fingerprint_of(submission.type, submission.data, given),
            deadline_ms=submission.deadline_ms,
            guard=partial(require_permitted, command, principal, missing_file=missing),
        )

    def _understood(self, command: Command, principal: Principal) -> Command:
        """Return a person's command in terms that the engine knows: hours are instants.

        A program says what it means.

        Raises:
            PolicyRefusedError: It says something that nobody here knows.
        """
        if principal.role is Role.SYSTEM:
            return command
        if isinstance(command, DefineQueue):
            for mistake in Attributes(self.attributes).mistakes(command):
                raise mistake
        if not isinstance(command, DefineCalendar):
            return command
        try:
            return compiled(command, self.now_ms())
        except ConfigurationError as error:
            raise PolicyRefusedError(
                path=error.path, problem=error.problem, nearest=error.nearest
            ) from error

    def _filled(
        self, kind: type[Command], principal: Principal, data: Mapping[str, Any]
    ) -> dict[str, Any]:
        if kind.door_fills == ("agent",):
            return {"agent": principal.id}
        if kind.door_fills == ("sessions",):
            return {"sessions": self.sessions_of(principal.customer or "")}
        if kind is not ReceiveInteraction or principal.account is None:
            return {}
        identity = identity_of(self.secret, principal.account, principal.id)
        return {
            "interaction": f"in_{self.ids()}",
            "account": principal.account,
            # One open Interaction per visitor and account; the identity is of both.
            "thread": f"th_{identity[:24]}",
            "identity": identity,
            "is_verified": principal.is_verified,
            "attributes": Attributes(self.attributes).admit(principal, data.get("attributes")),
            "sessions": self.sessions_of(principal.customer or ""),
        }


def own_request(key: str, command: Command, personal: PersonalHalf | None = None) -> Request:
    """Return a request of the center itself; no door, but the same guard as for anybody."""
    halves = (msgspec.to_builtins(command), msgspec.to_builtins(personal))
    return Request(
        principal=SYSTEM,
        key=key,
        command=command,
        personal=personal,
        fingerprint=fingerprint_of(command_type(type(command)), *halves),
        guard=partial(require_permitted, command, SYSTEM),
    )


def require_permitted(
    command: Command, principal: Principal, state: State, *, missing_file: str | None = None
) -> None:
    """Let a command pass if its sender's grant has a row for it on its object.

    Args:
        missing_file: A file it names that its sender may not; told only to who else may.

    Raises:
        UnknownEntityError: There is no such object or file, or not for this sender.
    """
    kind, id_, refs = _object(command, principal, state)
    relates = relates_in(state)
    if refs is None or permits(_grant_of(principal), type(command), refs, relates) is None:
        raise UnknownEntityError(kind=kind, id=id_)
    if missing_file is not None:
        raise UnknownEntityError(kind="file", id=missing_file)


def relates_in(state: State) -> Relates:
    """Return who owns, talks in, listens to, reads or has left what, as this state has it."""

    def relates(ref: str, agent: str, interaction: str) -> bool:
        found = state.interactions.get(interaction)
        if found is None:
            return False
        if ref == OWNER:
            return found.owner == agent
        if ref == CONSULTED:
            child = state.interactions.get(found.child or "")
            return child is not None and child.owner == agent
        if ref == UNFINISHED:
            is_parked = found.state is InteractionState.PARKED
            return agent in found.wrap_ups or (is_parked and agent == found.last_agent)
        if ref in (READER, FORMER):
            return agent in (found.readers if ref == READER else found.parts)
        if ref == REVIEWER:
            return agent in found.reviewers
        if ref == MEMBER and found.asker == agent:
            return found.state is not InteractionState.CLOSED
        leg = found.staff_leg(agent)
        return leg is not None and ref == ref_of(leg.role)

    return relates


def refs_of_interaction(state: State, interaction: str) -> dict[str, str] | None:
    """Return the refs of an Interaction as stored, None if it is not in the state."""
    found = state.interactions.get(interaction)
    if found is None:
        return None
    return {
        "interaction": found.id,
        "queue": found.queue,
        "customer": found.customer,
        "channel": found.channel,
    }


def refs_of_offer(state: State, offer: str) -> dict[str, str] | None:
    """Return the refs of an Offer as stored, None if it is not in the state."""
    found = state.offers.get(offer)
    refs = found and refs_of_interaction(state, found.interaction)
    return {**refs, "offer": offer, "agent": found.agent} if found and refs else None


def _object(
    command: Command, principal: Principal, state: State
) -> tuple[str, str, Mapping[str, str] | None]:
    """Return kind, id and refs of what a command is about."""
    if principal.role is Role.SYSTEM:
        return "command", type(command).__name__, {}
    if isinstance(command, ReceiveInteraction):
        return "customer", principal.id, {"customer": principal.customer or ""}
    if (interaction := getattr(command, "interaction", None)) is not None:
        refs = refs_of_interaction(state, interaction)
        if refs is not None and "agent" in command.door_fills:
            refs["agent"] = principal.id
        return "interaction", interaction, refs
    if (offer := getattr(command, "offer", None)) is not None:
        return "offer", offer, refs_of_offer(state, offer)
    agent = getattr(command, "agent", None) or ""
    return "agent", agent, {"agent": agent}


def _acts_for_others(kind: type[Command], principal: Principal) -> bool:
    """Return whether the sender says whom a command is about: a Supervisor, which Agent."""
    of_an_agent = kind.door_fills == ("agent",)
    return principal.role is Role.SYSTEM or (principal.role is Role.SUPERVISOR and of_an_agent)


def _refuse_filled(names: Iterable[str], data: Mapping[str, Any], *, root: str) -> None:
    for name in names:
        if name in data:
            raise InvalidRequestError(
                path=f"{root}.{name}", problem="the server fills this in; leave it out"
            )


def _personal(
    kind: type[Command], given: dict[str, Any] | None, principal: Principal
) -> PersonalHalf | None:
    if kind.Personal is None:
        if given:
            raise InvalidRequestError(path="personal", problem=f"{kind.__name__} has none")
        return None
    _refuse_filled(kind.Personal.door_fills, given or {}, root="personal")
    if kind is ReceiveInteraction and principal.is_verified:
        # Whom the site signed for does not get to choose another name.
        signed = {"name": principal.name, "external_id": principal.external_id}
        given = {**(given or {}), **{key: said for key, said in signed.items() if said is not None}}
    if given is None and _may_be_absent(kind.Personal):
        return None
    half = _convert(given or {}, kind.Personal, root="personal")
    if principal.via is None:
        # What a channel of a plugin's calls an address, its provider knows.
        _require_address(getattr(half, "address", None))
    return half


def _require_address(address: str | None) -> None:
    """Let an e-mail address pass by its looks; only a mail that arrives proves one."""
    if address is None:
        return
    local, _, domain = address.partition("@")
    is_whole = local and domain and "@" not in domain
    if not is_whole or " " in address or not address.isprintable():
        raise InvalidRequestError(
            path="personal.address", problem="write an e-mail address, such as mia@shop.example"
        )


@cache
def _may_be_absent(half: type[PersonalHalf]) -> bool:
    return all(field.default is None for field in msgspec.structs.fields(half))


def _convert(data: Mapping[str, Any], wanted: type[S], *, root: str) -> S:
    try:
        return msgspec.convert(data, wanted)
    except (msgspec.ValidationError, RecursionError) as error:
        text = "nested too deep" if isinstance(error, RecursionError) else str(error)
        problem, _, place = text.partition(" - at ")
        path = root + place.strip("`").removeprefix("$")
        if "field `" in problem and (match := _FIELD.search(problem)):
            is_unknown = "unknown" in problem
            path, problem = f"{path}.{match[1]}", "unknown" if is_unknown else "is missing"
        raise InvalidRequestError(path=path, problem=problem.replace("`", "")) from None
