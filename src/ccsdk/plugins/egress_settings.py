"""What a center file says about the way out: `[egress]`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import attrs
import msgspec

from ccsdk.errors import EgressRefusedError
from ccsdk.plugins.egress_url import read_url

__all__ = ["EgressSettings"]

_Origin = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^https?://[a-z0-9.:\[\]-]+$",
        description="an origin such as http://127.0.0.1:9100, in small letters, without a path",
    ),
]
_Port = Annotated[int, msgspec.Meta(ge=1, le=65_535)]


def _check_private(
    settings: EgressSettings, attribute: attrs.Attribute[tuple[str, ...]], origins: tuple[str, ...]
) -> None:
    for origin in origins:
        try:
            read_url(origin)
        except EgressRefusedError as error:
            raise ValueError(f"private has {origin!r}: {error.problem}") from error


@attrs.frozen(kw_only=True)
class EgressSettings:
    """Say where plugins may reach beyond public hosts over https on port 443.

    `private` lists origins, each with its port, that may be of this machine or network, or
    plain http. `ports` are further ports of public hosts. `ca_file` holds authorities, PEM, whose
    certificates are believed besides those that this machine believes.
    """

    private: tuple[_Origin, ...] = attrs.field(default=(), validator=_check_private)
    ports: tuple[_Port, ...] = ()
    ca_file: Path | None = None
