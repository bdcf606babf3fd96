"""Previews on demand: made once, kept beside the file, few at a time."""

from __future__ import annotations

import asyncio
from functools import partial

import structlog

from ccsdk.errors import OverloadedError
from ccsdk.hooks.ports import FileInfo, FileStore
from ccsdk.server.preview import PREVIEW_MEDIA, has_codecs, make_preview

__all__ = ["Previews"]

# Each may take 100 MB while it computes; one that waits takes nothing.
PREVIEWS_AT_ONCE = 2
PREVIEWS_MAX = 64
_RETRY_AFTER_MS = 1_000

_log = structlog.get_logger("ccsdk.server")


class Previews:
    """Give the preview of an image, or say why there is none."""

    def __init__(self, store: FileStore) -> None:
        self._store = store
        self._turn = asyncio.Semaphore(PREVIEWS_AT_ONCE)
        # Whoever asks for one that is being made waits for that very one.
        self._making: dict[str, asyncio.Task[bytes]] = {}

    async def of(self, info: FileInfo) -> tuple[bytes | None, str]:
        """Return a preview as WebP; or None and the reason why there is none.

        Raises:
            UnknownEntityError: The file is gone.
            OverloadedError: Too many are being made.
        """
        if info.media not in PREVIEW_MEDIA:
            return None, "no_image"
        if not await asyncio.to_thread(has_codecs):
            return None, "no_codecs"
        found = await self._store.preview(info.file)
        if found is None:
            # Who stops waiting does not stop it: others may wait, too.
            found = await asyncio.shield(self._begun(info))
        return (found, "") if found else (None, "image_refused")

    def _begun(self, info: FileInfo) -> asyncio.Task[bytes]:
        making = self._making.get(info.file)
        if making is None:
            if len(self._making) >= PREVIEWS_MAX:
                problem = "too many previews are being made"
                raise OverloadedError(retry_after_ms=_RETRY_AFTER_MS, problem=problem)
            making = self._making[info.file] = asyncio.create_task(self._make(info))
            making.add_done_callback(lambda _: self._making.pop(info.file, None))
        return making

    async def _make(self, info: FileInfo) -> bytes:
        look = partial(make_preview, media=info.media)
        async with self._turn:
            made = await self._store.examine(info.file, look)
        if made is None:
            _log.info("preview.refused", file=info.file, media=info.media, bytes=info.bytes)
        body = made or b""
        await self._store.save_preview(info.file, body)
        return body
