"""What a message says and brings: at least a text or a file, and only the sender's own files.

A message names its files by id. What they are and what they are called is never taken from
its sender, but from the store, which asked their bytes. A file that is not there and one
that somebody else uploaded look alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
import msgspec

from ccsdk.errors import InvalidRequestError
from ccsdk.hooks.ports import FileInfo
from ccsdk.model.command import PersonalHalf, ReceiveInteraction, ReceiveMessage, SendMessage
from ccsdk.model.principal import Principal
from ccsdk.model.values import Attachment, FileName
from ccsdk.server.quota import uploader_of

__all__ = ["FileOf", "Found", "Message", "add_found", "find_files", "no_files", "require_content"]

FileOf = Callable[[str, Principal], FileInfo | None]
Message = ReceiveInteraction | ReceiveMessage | SendMessage


def no_files(file: str, principal: Principal) -> FileInfo | None:
    """Find nothing: a center that keeps no files."""
    return None


@attrs.frozen(kw_only=True)
class Found:
    """Hold what is known of a message's files, or the first that its sender may not name."""

    files: tuple[FileInfo, ...] = ()
    missing: str | None = None


def require_content(command: Message, half: PersonalHalf | None) -> None:
    """Let a message pass that says or brings something, and each file once.

    Raises:
        InvalidRequestError: It is empty, or names a file twice.
    """
    if not command.files and getattr(half, "text", None) is None:
        raise InvalidRequestError(path="personal.text", problem="write something, or add a file")
    if len(set(command.files)) < len(command.files):
        raise InvalidRequestError(path="data.files", problem="name each file once")


def find_files(files: Sequence[str], principal: Principal, file_of: FileOf) -> Found:
    """Return what is known of files that this principal uploaded."""
    own = uploader_of(principal)
    found: list[FileInfo] = []
    for file in files:
        info = file_of(file, principal)
        if info is None or info.principal != own:
            return Found(missing=file)
        found.append(info)
    return Found(files=tuple(found))


def add_found(
    command: Message, half: PersonalHalf | None, files: Sequence[FileInfo]
) -> tuple[Message, PersonalHalf]:
    """Return both halves of a message with its files on them, in the sender's order.

    Raises:
        msgspec.ValidationError: The store gave what no log may hold.
    """
    attachments = tuple({"file": f.file, "media": f.media, "bytes": f.bytes} for f in files)
    names = tuple(info.name for info in files)
    return (
        msgspec.structs.replace(
            command, attachments=msgspec.convert(attachments, tuple[Attachment, ...])
        ),
        msgspec.structs.replace(
            half if half is not None else type(command).Personal(),
            file_names=msgspec.convert(names, tuple[FileName, ...]),
        ),
    )
