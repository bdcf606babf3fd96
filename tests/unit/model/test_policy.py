from __future__ import annotations

from ccsdk.model import policy
from ccsdk.model.policy import operation_name


def test_an_operation_is_called_by_its_tag_and_a_plugins_by_its_name() -> None:
    names = [operation_name(each) for each in (policy.Move(queue="q"), policy.Say(text="Hello"))]

    assert names == ["move", "message"]
    assert operation_name(policy.CallPlugin(name="music")) == "plugin:music"
