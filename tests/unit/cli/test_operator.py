from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ccsdk.cli.operator import CommandLine
from ccsdk.cli.run_file import Running, published
from ccsdk.errors import RequestRefusedError


@contextmanager
def center(folder: Path) -> Iterator[Path]:
    file = folder / "center.toml"
    file.write_text("[center]\ndata = 'data'\n")
    (folder / "data").mkdir()
    yield file


def test_question_needs_a_running_server(tmp_path: Path) -> None:
    with center(tmp_path) as file, pytest.raises(RequestRefusedError, match="no server runs on"):
        CommandLine().ask(file, None, "orders.v1", {})


def test_server_that_was_killed_is_no_running_server(tmp_path: Path) -> None:
    gone = Running(url="http://127.0.0.1:9", address="http://127.0.0.1:9", control_token="C")

    with center(tmp_path) as file, published(tmp_path / "data", gone):
        with pytest.raises(RequestRefusedError, match="no server runs on"):
            CommandLine().ask(file, None, "orders.v1", {})
