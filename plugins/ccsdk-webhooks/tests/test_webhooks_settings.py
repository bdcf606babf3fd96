from __future__ import annotations

from typing import Any

import pytest

from ccsdk import ContactCenter
from ccsdk.errors import SettingsError
from ccsdk_webhooks import plugin
from ccsdk_webhooks.signature import new_secret

SECRET = new_secret()


def center(monkeypatch: pytest.MonkeyPatch, **own: Any) -> ContactCenter:
    monkeypatch.setenv("HOOK", SECRET)
    monkeypatch.setenv("BAD", "geheim-und-kurz")
    crm = {"url": "https://crm.example/in", "secret": "${env:HOOK}", "topics": [">"], **own}
    return ContactCenter.in_memory(
        {"plugins": {"webhooks": {"targets": {"crm": crm}}}}, plugins=[plugin]
    )


def test_target_needs_an_address_a_secret_and_topics(monkeypatch: pytest.MonkeyPatch) -> None:
    center(monkeypatch, personal=["name"], ordered="target", former_secret="${env:HOOK}")


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        ({"url": "ftp://crm.example"}, "targets.crm.url"),
        ({"url": "https://user:word@crm.example/"}, "targets.crm.url"),
        ({"secret": "${env:BAD}"}, "secret: a secret is whsec_"),
        ({"former_secret": "${env:BAD}"}, "former_secret: a secret is whsec_"),
        ({"secret": "whsec_plain"}, "never itself"),
        ({"topics": []}, "targets.crm.topics"),
        ({"topics": ["interaction..x"]}, "topics"),
        ({"personal": ["names"]}, "did you mean 'name'"),
        ({"ordered": "interactions"}, "did you mean 'interaction'"),
        ({"headers": {"X-A": "1\n2"}}, "targets.crm.headers"),
        ({"urls": "x"}, "did you mean 'url'"),
    ],
)
def test_mistake_is_named_by_its_path(
    monkeypatch: pytest.MonkeyPatch, own: dict[str, Any], problem: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        center(monkeypatch, **own)

    assert problem in str(caught.value)
    assert "geheim" not in str(caught.value)
