"""How much may be uploaded and not yet sent: per principal, and by all visitors together.

Whoever likes gets a visitor's token, so bounds per visitor bound nothing; those of all
visitors do, and leave the staff their share. An upload is counted with the length it
declares, before its first byte is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import attrs

from ccsdk.errors import CcsdkError, OverloadedError, RateLimitedError
from ccsdk.hooks.ports import FileStore
from ccsdk.model.principal import Principal, Role

__all__ = ["UploadQuota", "uploader_of"]

UPLOADS_MAX = 4
UNSENT_FILES_MAX = 20
UNSENT_BYTES_MAX = 100 * 2**20
ALL_UPLOADS_MAX = 64
VISITORS_UPLOADS_MAX = 48
VISITORS_UNSENT_FILES_MAX = 10_000
VISITORS_UNSENT_BYTES_MAX = 2 * 2**30
_SOON_MS = 1_000
_LATER_MS = 60_000


def uploader_of(principal: Principal) -> str:
    """Return under which id a principal's files are kept: a visitor's is their Customer's."""
    return (principal.customer or "") if principal.role is Role.VISITOR else principal.id


@attrs.frozen(kw_only=True, eq=False)
class _Upload:
    uploader: str
    is_visitor: bool
    size: int


@attrs.frozen
class UploadQuota:
    """Admit uploads to a store, as many as are good for everybody."""

    _store: FileStore
    _running: list[_Upload] = attrs.field(factory=list, init=False)

    @contextmanager
    def admit(self, principal: Principal, size: int) -> Iterator[None]:
        """Hold room for one upload of at most `size` bytes while the block runs.

        Raises:
            RateLimitedError: This principal uploads or keeps too much already.
            OverloadedError: All together do.
        """
        is_visitor = principal.role is Role.VISITOR
        upload = _Upload(uploader=uploader_of(principal), is_visitor=is_visitor, size=size)
        refusal = self._own_share(upload) or self._crowd(upload)
        if refusal is not None:
            raise refusal
        self._running.append(upload)
        try:
            yield
        finally:
            self._running.remove(upload)

    def _own_share(self, upload: _Upload) -> CcsdkError | None:
        running = [each for each in self._running if each.uploader == upload.uploader]
        unsent = [info for info in self._store.unsent() if info.principal == upload.uploader]
        held = sum(each.size for each in running) + sum(info.bytes for info in unsent)
        if len(running) >= UPLOADS_MAX:
            problem = f"{UPLOADS_MAX} of your uploads are running; wait for one"
            return RateLimitedError(retry_after_ms=_SOON_MS, problem=problem)
        if len(running) + len(unsent) >= UNSENT_FILES_MAX or held + upload.size > UNSENT_BYTES_MAX:
            problem = "too many of your files are not sent yet; send them, or wait a day"
            return RateLimitedError(retry_after_ms=_LATER_MS, problem=problem)
        return None

    def _crowd(self, upload: _Upload) -> CcsdkError | None:
        visitors = sum(each.is_visitor for each in self._running)
        is_crowded = upload.is_visitor and visitors >= VISITORS_UPLOADS_MAX
        if is_crowded or len(self._running) >= ALL_UPLOADS_MAX:
            problem = "too many uploads are running"
            return OverloadedError(retry_after_ms=_SOON_MS, problem=problem)
        unsent = self._store.unsent() if upload.is_visitor else ()
        held = sum(info.bytes for info in unsent) + upload.size
        if len(unsent) >= VISITORS_UNSENT_FILES_MAX or held > VISITORS_UNSENT_BYTES_MAX:
            problem = "too many uploaded files wait to be sent"
            return OverloadedError(retry_after_ms=_LATER_MS, problem=problem)
        return None
