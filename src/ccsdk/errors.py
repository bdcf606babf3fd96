"""Every exception of ccsdk, by whose fault it is.

    CcsdkError                     never raised itself
    |- CommandRejectedError        the caller asked what is not allowed now; nothing changed
    |    UnknownEntityError  InvalidTransitionError  OfferGoneError  NotOwnerError
    |    NotAdmittedError  AgentUnavailableError  NotEligibleError  NotInTalkError
    |    PolicyRefusedError  QueueInUseError
    |- RequestRefusedError         the door refused before the engine was asked
    |    UnauthorizedError  TokenExpiredError  ForbiddenError  IdempotencyMismatchError
    |    DeadlineExceededError  OverloadedError  ReadOnlyError  DrainingError
    |    UnknownOutcomeError  InvalidRequestError  UnsupportedError  RefusedByServerError
    |    FileRefusedError  FileTooLargeError  RateLimitedError  SignInUnavailableError
    |    AnswerUnavailableError
    |- ConfigurationError          a bad definition, with its path; only at start
    |- ConditionError              a condition that cannot be read, with its column
    |- SettingsError               every mistake of a settings file together; only at start
    |- PluginError                 PluginLoadError  IncompatiblePluginError  HookFailedError
    |- LogError                    LogLockedError  CorruptLogError  SchemaTooNewError
    |                              SchemaTooOldError  LogFullError  LogUnavailableError
    |- CenterStoppedError          the center stopped itself rather than guess
    |- EgressError                 EgressRefusedError  EgressFailedError
    `- WireError                   MalformedFrameError  UnsupportedVersionError
                                   FrameTooLargeError  ConnectionRefusedByServerError

Fields are keyword-only; the message is built from them, so that a log line, a
frame and a person read the same facts. `code` is what the wire says; it is
stable. HTTP statuses live in `ccsdk.server.problems` only.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

__all__ = [
    "AnswerUnavailableError",
    "CcsdkError",
    "CenterStoppedError",
    "CommandRejectedError",
    "ConditionError",
    "ConfigurationError",
    "ConnectionRefusedByServerError",
    "CorruptLogError",
    "DeadlineExceededError",
    "DrainingError",
    "EgressError",
    "EgressFailedError",
    "EgressRefusedError",
    "FileRefusedError",
    "FileTooLargeError",
    "ForbiddenError",
    "FrameTooLargeError",
    "HookFailedError",
    "IdempotencyMismatchError",
    "IncompatiblePluginError",
    "InvalidRequestError",
    "InvalidTransitionError",
    "LogError",
    "LogFullError",
    "LogLockedError",
    "LogUnavailableError",
    "MalformedFrameError",
    "NotAdmittedError",
    "NotEligibleError",
    "NotInTalkError",
    "NotOwnerError",
    "OfferGoneError",
    "OverloadedError",
    "PluginError",
    "PluginLoadError",
    "PolicyRefusedError",
    "QueueInUseError",
    "RateLimitedError",
    "ReadOnlyError",
    "RefusedByServerError",
    "RequestRefusedError",
    "SchemaTooNewError",
    "SchemaTooOldError",
    "SettingsError",
    "SignInUnavailableError",
    "TokenExpiredError",
    "UnauthorizedError",
    "UnknownEntityError",
    "UnknownOutcomeError",
    "UnsupportedError",
    "UnsupportedVersionError",
    "WireError",
]


class CcsdkError(Exception):
    """Group everything that ccsdk raises on purpose."""

    code: ClassVar[str] = "internal"
    is_retryable: ClassVar[bool] = False

    @property
    def reason(self) -> str | None:
        """Return the machine-readable reason below `code`, if there is one."""
        return None


class CommandRejectedError(CcsdkError):
    """Say that a command is not allowed now; state and log are untouched.

    Catch it around any command; show the reason to who asked.
    """

    code = "conflict"


@attrs.define(kw_only=True)
class UnknownEntityError(CommandRejectedError):
    """Name an entity that is not there, or not for this reader: both look alike."""

    code: ClassVar[str] = "not_found"
    kind: str
    id: str

    def __str__(self) -> str:
        return f"there is no {self.kind} {self.id!r}"


@attrs.define(kw_only=True)
class InvalidTransitionError(CommandRejectedError):
    """Refuse a command that the entity's present state does not allow."""

    entity: str
    state: str
    command: str

    @property
    def reason(self) -> str:
        """Return `wrong_state`."""
        return "wrong_state"

    def __str__(self) -> str:
        return f"{self.command} is not possible while {self.entity} is {self.state}"


@attrs.define(kw_only=True)
class OfferGoneError(CommandRejectedError):
    """Say that an Offer has ended, how, and, if another Agent took it, who and when.

    `at_ms` is the instant of the outcome, milliseconds since the Unix epoch.
    """

    offer: str
    outcome: str
    by: str | None
    at_ms: int

    @property
    def reason(self) -> str:
        """Return `offer_<outcome>`, for instance `offer_taken`."""
        return f"offer_{self.outcome}"

    def __str__(self) -> str:
        who = f" by {self.by}" if self.by else ""
        return f"offer {self.offer} is gone: {self.outcome}{who}"


@attrs.define(kw_only=True)
class NotOwnerError(CommandRejectedError):
    """Refuse work on an Interaction that is not, or no longer, the caller's."""

    code: ClassVar[str] = "not_found"
    interaction: str

    def __str__(self) -> str:
        return f"there is no interaction {self.interaction!r}"


@attrs.define(kw_only=True)
class NotAdmittedError(CommandRejectedError):
    """Say that a queue does not admit an Interaction now, and why; nothing moved.

    `refusal` is closed, full, too_long, unstaffed or unknown.
    """

    queue: str
    refusal: str

    @property
    def reason(self) -> str:
        """Return `queue_<refusal>`, for instance `queue_full`."""
        return f"queue_{self.refusal}"

    def __str__(self) -> str:
        return f"queue {self.queue!r} does not admit anybody: {self.refusal}"


@attrs.define(kw_only=True)
class AgentUnavailableError(CommandRejectedError):
    """Say that an Agent cannot be given a talk now, and why; nothing moved.

    `refusal` is logged_out, not_free (not READY, or no slot), owner or takes_part. Ask
    somebody else, or a queue.
    """

    agent: str
    refusal: str

    @property
    def reason(self) -> str:
        """Return `agent_<refusal>`, for instance `agent_not_free`."""
        return f"agent_{self.refusal}"

    def __str__(self) -> str:
        return f"agent {self.agent!r} cannot be given this: {self.refusal}"


@attrs.define(kw_only=True)
class PolicyRefusedError(CommandRejectedError):
    """Name the member of a policy that cannot be, by its path in the command.

    `nearest` is the known word that resembles an unknown one.
    """

    code: ClassVar[str] = "bad_request"
    path: str
    problem: str
    nearest: str | None = None

    @property
    def reason(self) -> str:
        """Return `policy`."""
        return "policy"

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest}?" if self.nearest else ""
        return f"{self.path}: {self.problem}{hint}"


@attrs.define(kw_only=True)
class QueueInUseError(CommandRejectedError):
    """Refuse to delete a queue, and name one that needs it: `interaction in_7`, `agent mei`."""

    queue: str
    by: str

    @property
    def reason(self) -> str:
        """Return `queue_in_use`."""
        return "queue_in_use"

    def __str__(self) -> str:
        return f"queue {self.queue!r} is needed by {self.by}"


@attrs.define(kw_only=True)
class NotEligibleError(CommandRejectedError):
    """Refuse a pick: the first condition that the Agent, the queue or the place fails.

    `condition` is mode, member, skill, presence, session, excluded, capacity, matrix, delay
    or place. Pick another one, or wait for an Offer.
    """

    interaction: str
    agent: str
    condition: str

    @property
    def reason(self) -> str:
        """Return `not_eligible_<condition>`."""
        return f"not_eligible_{self.condition}"

    def __str__(self) -> str:
        return f"agent {self.agent} may not have interaction {self.interaction}: {self.condition}"


@attrs.define(kw_only=True)
class NotInTalkError(CommandRejectedError):
    """Refuse what is about an Agent's work in an Interaction that they did not talk in.

    `talked` are those who did, the first one first; name one of them.
    """

    interaction: str
    agent: str
    talked: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Return `not_in_talk`."""
        return "not_in_talk"

    def __str__(self) -> str:
        who = f"those who did are {', '.join(self.talked)}" if self.talked else "nobody did"
        return f"agent {self.agent!r} did not talk in interaction {self.interaction}: {who}"


class RequestRefusedError(CcsdkError):
    """Say that a door refused a request before the engine was asked."""

    code = "bad_request"


@attrs.define(kw_only=True)
class UnauthorizedError(RequestRefusedError):
    """Refuse a missing, unknown, used or misplaced credential; `hint` says what to do."""

    code: ClassVar[str] = "unauthorized"
    hint: str

    def __str__(self) -> str:
        return f"not signed in: {self.hint}"


class TokenExpiredError(UnauthorizedError):
    """Refuse a credential whose time is over; get a new one and try again."""

    code = "token_expired"
    is_retryable = True


@attrs.define(kw_only=True)
class ForbiddenError(RequestRefusedError):
    """Refuse what the caller's grant does not name, where saying so reveals nothing."""

    code: ClassVar[str] = "forbidden"
    action: str

    def __str__(self) -> str:
        return f"{self.action} is not in your grant"


@attrs.define(kw_only=True)
class IdempotencyMismatchError(RequestRefusedError):
    """Refuse a key that was used before for another command; make a new key."""

    code: ClassVar[str] = "idempotency_mismatch"
    key: str

    def __str__(self) -> str:
        return f"key {self.key!r} was used before for another command; make a new key"


class DeadlineExceededError(RequestRefusedError):
    """Refuse a command that arrived after the deadline its sender gave it."""

    code = "deadline_exceeded"

    def __str__(self) -> str:
        return "the command arrived after its own deadline; nothing was done"


@attrs.define(kw_only=True)
class OverloadedError(RequestRefusedError):
    """Refuse what there is no room for now; try again after `retry_after_ms`."""

    code: ClassVar[str] = "overloaded"
    is_retryable: ClassVar[bool] = True
    retry_after_ms: int
    problem: str = "too many commands wait"

    def __str__(self) -> str:
        return f"{self.problem}; try again in {self.retry_after_ms} ms"


@attrs.define(kw_only=True)
class RateLimitedError(RequestRefusedError):
    """Refuse one who asks for more than their share; try again after `retry_after_ms`."""

    code: ClassVar[str] = "rate_limited"
    is_retryable: ClassVar[bool] = True
    retry_after_ms: int
    problem: str

    def __str__(self) -> str:
        return f"{self.problem}; try again in {self.retry_after_ms} ms"


@attrs.define(kw_only=True)
class ReadOnlyError(RequestRefusedError):
    """Refuse a command while the log cannot be written, for instance on a full disk."""

    code: ClassVar[str] = "read_only"
    is_retryable: ClassVar[bool] = True
    cause: str

    def __str__(self) -> str:
        return f"the center is read-only until its log can be written again: {self.cause}"


class DrainingError(RequestRefusedError):
    """Refuse a new command because the server is shutting down; reconnect."""

    code = "draining"
    is_retryable = True

    def __str__(self) -> str:
        return "the server is shutting down; reconnect and send the command again"


class SignInUnavailableError(RequestRefusedError):
    """Say that nobody could find out who is signed in; ask again, nobody was signed out."""

    code = "unavailable"
    is_retryable = True

    def __str__(self) -> str:
        return "the host app's sign-in gives no answer now; try again shortly"


@attrs.define(kw_only=True)
class AnswerUnavailableError(RequestRefusedError):
    """Say that the plugin that answers this gave no answer; ask again shortly.

    `ref` is what the server's log calls the failure.
    """

    code: ClassVar[str] = "unavailable"
    is_retryable: ClassVar[bool] = True
    method: str
    ref: str

    def __str__(self) -> str:
        return f"{self.method} gives no answer now; try again shortly"


@attrs.define(kw_only=True)
class UnknownOutcomeError(RequestRefusedError):
    """Say that nobody knows whether a commit reached the disk.

    Send the command again with the same key: the answer settles it.
    """

    code: ClassVar[str] = "unknown_outcome"
    is_retryable: ClassVar[bool] = True
    cause: str

    def __str__(self) -> str:
        return f"the commit's outcome is unknown ({self.cause}); send again with the same key"


@attrs.define(kw_only=True)
class InvalidRequestError(RequestRefusedError):
    """Name the member of a request that is wrong; `path` is rooted at the frame or body."""

    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path or 'request'}: {self.problem}"


@attrs.define(kw_only=True)
class FileRefusedError(RequestRefusedError):
    """Refuse an upload for what it is: `fault` is file_type, file_name or file_empty."""

    fault: str
    problem: str

    @property
    def reason(self) -> str:
        """Return the fault."""
        return self.fault

    def __str__(self) -> str:
        return f"the file is refused: {self.problem}"


@attrs.define(kw_only=True)
class FileTooLargeError(RequestRefusedError):
    """Say how large an upload may be, in bytes."""

    code: ClassVar[str] = "too_large"
    limit: int

    def __str__(self) -> str:
        return f"a file has at most {self.limit} bytes"


@attrs.define(kw_only=True)
class UnsupportedError(RequestRefusedError):
    """Refuse a command, a read or a feature that this server does not have."""

    code: ClassVar[str] = "unsupported"
    what: str

    def __str__(self) -> str:
        return f"this server has no {self.what}"


@attrs.define(kw_only=True, slots=False)
class RefusedByServerError(RequestRefusedError):
    """Tell a client about a refusal whose facts only the server knows; look at `code`."""

    code: str  # type: ignore[misc]
    detail: str
    is_retryable: bool = False  # type: ignore[misc]

    def __str__(self) -> str:
        return f"the server refused ({self.code}): {self.detail}"


@attrs.define(kw_only=True)
class ConfigurationError(CcsdkError):
    """Name a bad setting by its path and say what would be right.

    `nearest` is the known name that resembles an unknown one.
    """

    code: ClassVar[str] = "bad_request"
    path: str
    problem: str
    nearest: str | None = None

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"{self.path}: {self.problem}{hint}"


@attrs.define(kw_only=True)
class ConditionError(CcsdkError):
    """Name the column, counted from 1, where the text of a condition goes wrong.

    `nearest` is the known word that resembles what stands there. Whoever takes a condition
    from a file or a command says where it stood there.
    """

    code: ClassVar[str] = "bad_request"
    column: int
    problem: str
    nearest: str | None = None

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest}?" if self.nearest else ""
        return f"column {self.column}: {self.problem}{hint}"


@attrs.define(kw_only=True)
class SettingsError(CcsdkError):
    """Report every mistake of a settings file at once, each with its path.

    `source` is the file, or where else the settings came from.
    """

    code: ClassVar[str] = "bad_request"
    source: str
    mistakes: tuple[ConfigurationError, ...]

    def __str__(self) -> str:
        return "\n".join(f"{self.source}: {mistake}" for mistake in self.mistakes)


class PluginError(CcsdkError):
    """Group what a plugin did wrong."""


@attrs.define(kw_only=True)
class PluginLoadError(PluginError):
    """Name the plugin that could not be loaded, its distribution, and why."""

    plugin: str
    distribution: str | None
    problem: str

    def __str__(self) -> str:
        origin = f" (from {self.distribution})" if self.distribution else ""
        return f"plugin {self.plugin!r}{origin} cannot be loaded: {self.problem}"


@attrs.define(kw_only=True)
class IncompatiblePluginError(PluginError):
    """Name two plugins, or a plugin and the core, that cannot run together."""

    plugin: str
    problem: str

    def __str__(self) -> str:
        return f"plugin {self.plugin!r} is incompatible: {self.problem}"


@attrs.define(kw_only=True)
class HookFailedError(PluginError):
    """Say that a plugin gave no usable answer; who asked goes on without it.

    `kind` is raised, late, garbage, full (its threads are all busy), open (it is left alone
    for a while after failures) or busy (it has as many questions in hand as it may).
    """

    plugin: str
    hook: str
    kind: str
    problem: str

    def __str__(self) -> str:
        return f"plugin {self.plugin!r} failed at {self.hook} ({self.kind}): {self.problem}"


class LogError(CcsdkError):
    """Group what is wrong with the log on disk."""


@attrs.define(kw_only=True)
class LogLockedError(LogError):
    """Say that another process holds this log, and which."""

    path: str
    holder: str

    def __str__(self) -> str:
        return (
            f"{self.path} is in use by {self.holder}; stop that server first, "
            "or give this one another --data directory"
        )


@attrs.define(kw_only=True)
class CorruptLogError(LogError):
    """Name the first position of the log that cannot be trusted.

    Stop, keep the files, restore a backup. `position` 0 means the file itself.
    """

    path: str
    position: int
    problem: str

    def __str__(self) -> str:
        where = f" at position {self.position}" if self.position else ""
        return f"{self.path} is damaged{where}: {self.problem}; restore a backup"


@attrs.define(kw_only=True)
class SchemaTooNewError(LogError):
    """Say that a newer ccsdk wrote this file; run that version or a later one."""

    path: str
    found: int
    known: int

    def __str__(self) -> str:
        return (
            f"{self.path} has schema {self.found}, this ccsdk knows {self.known}; "
            "run the version that wrote it, or a later one"
        )


@attrs.define(kw_only=True)
class SchemaTooOldError(LogError):
    """Name the first event that an earlier ccsdk wrote in a form this one cannot read.

    Nothing is damaged: run the version that wrote it, or begin a new log in another folder.
    """

    path: str
    position: int
    problem: str

    def __str__(self) -> str:
        return (
            f"{self.path} was written by an earlier ccsdk, whose event {self.position} this one "
            f"cannot read ({self.problem}); it is not damaged: run the version that wrote it, "
            "or begin a new log in another folder"
        )


@attrs.define(kw_only=True)
class LogFullError(LogError):
    """Say that the disk is full or read-only; the batch was rolled back whole."""

    code: ClassVar[str] = "read_only"
    is_retryable: ClassVar[bool] = True
    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path} cannot be written ({self.problem}); free space, it resumes by itself"


@attrs.define(kw_only=True)
class LogUnavailableError(LogError):
    """Say that a write or sync failed and its outcome is unknown: reopen and verify."""

    code: ClassVar[str] = "unknown_outcome"
    is_retryable: ClassVar[bool] = True
    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path} failed ({self.problem}); the outcome of the last batch is unknown"


@attrs.define(kw_only=True)
class CenterStoppedError(CcsdkError):
    """Say that the center stopped itself because going on would be a guess."""

    center: str
    cause: str

    def __str__(self) -> str:
        return f"center {self.center!r} has stopped: {self.cause}"


class EgressError(CcsdkError):
    """Group what keeps a request from another's server, or its answer from us."""


@attrs.define(kw_only=True)
class EgressRefusedError(EgressError):
    """Say why a request to a host was not sent: the manifest, the settings or its address.

    Trying again does not help before one of them changes.
    """

    code: ClassVar[str] = "forbidden"
    host: str
    problem: str

    def __str__(self) -> str:
        return f"nothing was sent to {self.host!r}: {self.problem}"


@attrs.define(kw_only=True)
class EgressFailedError(EgressError):
    """Say that a host gave no whole answer; try again later.

    With `is_sent` the request may have arrived, and may have had its effect.
    """

    code: ClassVar[str] = "unknown_outcome"
    is_retryable: ClassVar[bool] = True
    host: str
    problem: str
    is_sent: bool

    def __str__(self) -> str:
        return f"no answer from {self.host!r}: {self.problem}"


class WireError(CcsdkError):
    """Group what a peer did wrong on the wire."""


@attrs.define(kw_only=True)
class MalformedFrameError(WireError):
    """Name the member of a frame that is wrong; `path` is rooted at the frame."""

    code: ClassVar[str] = "bad_frame"
    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path or 'frame'}: {self.problem}"


@attrs.define(kw_only=True)
class UnsupportedVersionError(WireError):
    """Say which protocol versions are spoken here."""

    code: ClassVar[str] = "unsupported"
    spoken: str

    def __str__(self) -> str:
        return f"this side speaks {self.spoken}"


@attrs.define(kw_only=True)
class FrameTooLargeError(WireError):
    """Say how large a frame may be, in bytes of UTF-8."""

    code: ClassVar[str] = "too_large"
    size: int
    limit: int

    def __str__(self) -> str:
        return f"a frame of {self.size} bytes is over the limit of {self.limit}"


@attrs.define(kw_only=True)
class ConnectionRefusedByServerError(WireError):
    """Tell a client why its server will not have it, by error code and close code."""

    code: ClassVar[str] = "unauthorized"
    close_code: int
    problem: str

    def __str__(self) -> str:
        return f"the server refused the connection ({self.close_code}): {self.problem}"
