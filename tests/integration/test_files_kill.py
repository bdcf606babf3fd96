"""A server killed in the middle of an upload: the next start knows only whole files."""

from __future__ import annotations

import json
import socket
import urllib.request
from pathlib import Path

import pytest

from tests.integration.served import ORIGIN, center_file, eventually, served, visitor_token


@pytest.mark.integration
def test_killed_server_leaves_whole_files_and_sweeps_the_rest(tmp_path: Path) -> None:
    center = center_file(tmp_path)
    folder = tmp_path / "data" / "files"
    with served(center) as server:
        token = visitor_token(server.url)
        head = {"authorization": f"Bearer {token}", "origin": ORIGIN}
        request = urllib.request.Request(f"{server.url}/files", b"a whole file", head)
        with urllib.request.urlopen(request, timeout=10) as answer:
            file = json.load(answer)["file"]
        place, _, port = server.url.removeprefix("http://").rpartition(":")
        lines = ("POST /files HTTP/1.1", f"host: {place}:{port}", f"authorization: Bearer {token}")
        opening = "\r\n".join((*lines, "content-length: 5000000", "", "")).encode()
        with socket.create_connection((place, int(port))) as raw:
            raw.sendall(opening + b"a" * 100_000)
            eventually(lambda: len(list(folder.iterdir())) == 3)
            server.kill()
    left = {path.name[:4] for path in folder.iterdir()}

    with served(center):
        found = sorted(path.name for path in folder.iterdir())

    assert left == {file[:4], "tmp_"}
    assert found == [file, f"{file}.new"]
