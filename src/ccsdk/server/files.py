"""The doors of files: `POST /files`, `GET /files/<interaction>/<file>` and its `/preview`.

An upload is read within limits and at a pace, judged by its bytes, and only then a file. A
download is the reader's as long as they may read the text of its Interaction. What is not
there and what is not theirs look alike.

A page of a foreign origin on an account's list gets in with a visitor's token, never with a
cookie; a cookie wants the center's own origin.
"""

from __future__ import annotations

import re
import secrets
from contextlib import aclosing

import attrs
import structlog

from ccsdk.errors import (
    FileRefusedError,
    FileTooLargeError,
    ForbiddenError,
    InvalidRequestError,
    UnknownEntityError,
)
from ccsdk.hooks.ports import FileDraft, FileInfo
from ccsdk.model.command import ReceiveMessage, SendMessage
from ccsdk.model.grant import GRANTS
from ccsdk.model.principal import Principal
from ccsdk.server.filenames import disposition, read_name, safe_name
from ccsdk.server.http import Request, Response, Send, respond
from ccsdk.server.media import sniff
from ccsdk.server.origins import account_allows, require_own
from ccsdk.server.pace import Pace, body_parts
from ccsdk.server.port import CenterPort
from ccsdk.server.previews import Previews
from ccsdk.server.problems import method_not_allowed, problem
from ccsdk.server.quota import UploadQuota, uploader_of
from ccsdk.server.signin import SignIn

__all__ = ["FileDoors"]

FILES = "/files"
PREVIEW_LIFE_S = 600
_CREATED = 201
_NO_CONTENT = 204
_ID = re.compile(r"[A-Za-z0-9_-]{1,96}")
_LENGTH = re.compile(r"[0-9]{1,16}")
_SANDBOX = (
    # A file that is opened all the same runs nothing, and no other site embeds it.
    ("content-security-policy", "sandbox; default-src 'none'"),
    ("cross-origin-resource-policy", "same-origin"),
)

_log = structlog.get_logger("ccsdk.server")


class FileDoors:
    """Take files from those who may send them, give them to those who may read them."""

    def __init__(self, center: CenterPort, signin: SignIn) -> None:
        self._center = center
        self._signin = signin
        self._files = center.files
        self._quota = UploadQuota(self._files.store)
        self._previews = Previews(self._files.store)

    @staticmethod
    def takes(path: str) -> bool:
        """Return whether a path is theirs."""
        return path == FILES or path.startswith(f"{FILES}/")

    def shared(self, request: Request) -> tuple[tuple[str, str], ...]:
        """Return the headers by which a page of an account's origin may read an answer.

        Source: WHATWG Fetch, section 3.2. Credentials are not among what is allowed.
        """
        origin = request.header("origin")
        allowed = self._center.origins.values()
        if origin is None or not self.takes(request.path):
            return ()
        if not any(account_allows(origin, each) for each in allowed):
            return (("vary", "origin"),)
        return (
            ("access-control-allow-origin", origin),
            ("access-control-expose-headers", "content-disposition"),
            ("vary", "origin"),
        )

    async def serve(self, request: Request, send: Send) -> None:
        """Answer a request for `/files` or below.

        Raises:
            CommandRejectedError: There is no such file, or not for this reader.
            RequestRefusedError: Who asks, how, or the file itself is refused.
        """
        if request.method == "OPTIONS":
            await respond(self._allow(request), request, send)
        elif request.path == FILES:
            await respond(await self._posted(request), request, send)
        elif request.method != "GET":
            _names_of(request)
            await respond(method_not_allowed("GET", "OPTIONS"), request, send)
        else:
            await self._give(request, send)

    def _allow(self, request: Request) -> Response:
        """Answer the preflight of an account's page."""
        shared = self.shared(request)
        if not any(name == "access-control-allow-origin" for name, _ in shared):
            raise ForbiddenError(action="a file from this origin")
        return Response(
            status=_NO_CONTENT,
            headers=(
                *shared,
                ("access-control-allow-methods", "GET, POST"),
                ("access-control-allow-headers", "authorization, content-type, x-file-name"),
                ("access-control-max-age", "600"),
            ),
        )

    async def _admit(self, request: Request) -> Principal:
        """Return who asks: by a bearer token, or by the session of an own page."""
        bearer = await self._signin.bearer(request)
        if bearer is not None:
            return bearer.principal
        # Browsers leave the origin out where a page of ours shows or saves a file of ours.
        if request.method != "GET" or request.header("origin") is not None:
            require_own(request)
        return (await self._signin.session(request)).principal

    # --- in -----------------------------------------------------------------------------------

    async def _posted(self, request: Request) -> Response:
        if request.method != "POST":
            return method_not_allowed("POST", "OPTIONS")
        principal = await self._admit(request)
        if not _may_send(principal):
            raise ForbiddenError(action="sending a file")
        limit = self._files.bytes_max
        size = _declared_length(request, limit)
        name = read_name(request.header("x-file-name"))
        with self._quota.admit(principal, limit if size is None else size):
            draft = await self._files.store.begin()
            try:
                info = await self._receive(draft, request, name, uploader_of(principal))
            finally:
                draft.discard()
        told = {"file": info.file, "name": info.name, "media": info.media, "bytes": info.bytes}
        answer = Response.json(told, *self.shared(request))
        return attrs.evolve(answer, status=_CREATED)

    async def _receive(
        self, draft: FileDraft, request: Request, name: str, uploader: str
    ) -> FileInfo:
        """Read the body into a draft and make it a file, if its bytes are of a known kind."""
        size = 0
        async with aclosing(body_parts(request, self._center.clock)) as parts:
            async for part in parts:
                size += len(part)
                if size > self._files.bytes_max:
                    raise FileTooLargeError(limit=self._files.bytes_max)
                await draft.write(part)
        if not size:
            raise FileRefusedError(fault="file_empty", problem="it is empty")
        media = await draft.examine(lambda file: sniff(file, name))
        if media is None or media not in self._files.accept:
            raise FileRefusedError(fault="file_type", problem="this kind of file is not taken")
        info = FileInfo(
            file=f"fi_{secrets.token_hex(16)}",
            principal=uploader,
            name=safe_name(name, media),
            media=media,
            bytes=size,
            at_ms=self._center.clock.now_ms(),
        )
        await draft.finish(info)
        _log.info("file.received", file=info.file, media=media, bytes=size)
        return info

    # --- out ----------------------------------------------------------------------------------

    async def _give(self, request: Request, send: Send) -> None:
        interaction, file, is_preview = _names_of(request)
        principal = await self._admit(request)
        info = await self._files.access(principal, interaction, file)
        if is_preview:
            await respond(await self._preview(info, request), request, send)
        else:
            await self._send_whole(info, request, send)

    async def _preview(self, info: FileInfo, request: Request) -> Response:
        body, reason = await self._previews.of(info)
        if body is None:
            return problem("not_found", reason=reason).adding(*self.shared(request))
        cached = f"private, max-age={PREVIEW_LIFE_S}"
        return Response(
            body=body,
            headers=(
                ("content-type", "image/webp"),
                ("content-disposition", "inline"),
                ("cache-control", cached),
                # Whoever signs in after somebody else finds nothing of theirs.
                ("vary", "authorization, cookie"),
                *_SANDBOX,
                *self.shared(request),
            ),
        )

    async def _send_whole(self, info: FileInfo, request: Request, send: Send) -> None:
        """Send a file in parts, to a reader who keeps the pace."""
        pace = Pace(self._center.clock)
        async with aclosing(self._files.store.read(info.file)) as parts:
            # A file that is gone is told before anything is promised.
            first = await anext(parts)
            headers = (*_download_headers(info), *self.shared(request))
            encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers]
            start = {"type": "http.response.start", "status": 200, "headers": encoded}
            await pace.within(send(start))
            await self._send_part(first, pace, send)
            async for part in parts:
                await self._send_part(part, pace, send)
            await pace.within(send({"type": "http.response.body", "body": b""}))

    @staticmethod
    async def _send_part(part: bytes, pace: Pace, send: Send) -> None:
        await pace.within(send({"type": "http.response.body", "body": part, "more_body": True}))
        pace.moved(len(part))


def _download_headers(info: FileInfo) -> tuple[tuple[str, str], ...]:
    is_text = info.media.startswith("text/")
    return (
        ("content-type", f"{info.media}; charset=utf-8" if is_text else info.media),
        ("content-length", str(info.bytes)),
        ("content-disposition", disposition(info.name)),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "private, no-store"),
        *_SANDBOX,
    )


def _names_of(request: Request) -> tuple[str, str, bool]:
    """Return Interaction, file, and whether its preview is asked for.

    Raises:
        UnknownEntityError: There is no such place.
    """
    names = request.path.removeprefix(f"{FILES}/").split("/")
    is_preview = len(names) == 3 and names[2] == "preview"
    if (len(names) != 2 and not is_preview) or not all(_ID.fullmatch(each) for each in names):
        raise UnknownEntityError(kind="page", id=request.path)
    return names[0], names[1], is_preview


def _declared_length(request: Request, limit: int) -> int | None:
    """Return the length that a request declares, None where it comes in chunks.

    Raises:
        FileTooLargeError: It is over the limit; nothing has been read yet.
        InvalidRequestError: It is no length.
    """
    header = request.header("content-length")
    if header is None:
        return None
    if not _LENGTH.fullmatch(header):
        raise InvalidRequestError(path="content-length", problem="this is no length")
    if int(header) > limit:
        raise FileTooLargeError(limit=limit)
    return int(header)


def _may_send(principal: Principal) -> bool:
    """Return whether the role has a command that names files."""
    rows = GRANTS[principal.role]
    return any({SendMessage, ReceiveMessage} & set(row.commands) for row in rows)
