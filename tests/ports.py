"""Ports that a test chooses, and that stay its own."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator

__all__ = ["held_port"]


@contextlib.contextmanager
def held_port() -> Iterator[int]:
    """Hold a port on which nobody listens, and a server of ours may, again and again.

    A port that was merely found free may be another program's by the time it is used, or a
    client's own, whose connection to it would then be to itself.
    """
    with socket.socket() as held:
        # As the server does too: two may have one address while only one of them listens.
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]
