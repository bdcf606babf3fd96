"""Types of the fields of a center file, each with the words in which a mistake is told."""

from __future__ import annotations

from typing import Annotated

import msgspec

__all__ = [
    "CenterName",
    "Name",
    "Origin",
    "Port",
    "PublicUrl",
    "RootPath",
    "SignInUrl",
    "StepMs",
    "Title",
]

# A topic's token: ids of a center file stand between the dots of topics. A bare `$` would let
# a line break pass at the end.
Name = Annotated[
    str,
    msgspec.Meta(
        max_length=64,
        pattern=r"^[A-Za-z0-9_-]+(?!\n)$",
        description="letters, digits, _ and - without spaces",
    ),
]
CenterName = Annotated[
    str,
    msgspec.Meta(
        max_length=32,
        pattern=r"^[a-z0-9-]+(?!\n)$",
        description="small letters, digits and - without spaces",
    ),
]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Origin = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^https?://[A-Za-z0-9.:\[\]-]+$",
        description="an origin such as https://shop.example, without a path",
    ),
]
PublicUrl = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~-]+)*$",
        description="an address such as https://shop.example/desk, without a slash at its end",
    ),
]
RootPath = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(/[A-Za-z0-9._~-]+)+$",
        description="a path such as /desk, without a slash at its end",
    ),
]
SignInUrl = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(/([^/\\]|$)|https?://)[^\s#]*$",
        description="a path such as /login, or a whole address",
    ),
]
Port = Annotated[int, msgspec.Meta(ge=0, le=65_535)]
StepMs = Annotated[int, msgspec.Meta(ge=100, le=600_000)]
