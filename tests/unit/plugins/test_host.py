"""Plugins are found, ordered and registered under guard; each center has its own."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

from ccsdk.errors import IncompatiblePluginError, PluginError, PluginLoadError
from ccsdk.hooks import Channel, Contribution, Panel, Plugin, PluginContext, hookimpl
from ccsdk.plugins.candidate import Candidate
from ccsdk.plugins.conversion import Reader
from ccsdk.plugins.discovery import find_plugins
from ccsdk.plugins.host import PluginHost
from ccsdk.plugins.order import sort_plugins
from ccsdk.plugins.starting import start_plugins

GROUP = "ccsdk.plugins.v1"


@attrs.frozen(kw_only=True)
class SmsSettings:
    """Stand for a plugin's settings."""

    sender: str
    retry_ms: int = 1_000


class Sms:
    """Contribute a channel named after the settings."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare the channel."""
        kind = ctx.config.sender if ctx.config else ctx.name
        return [Channel(kind=kind, capacity_class="chat")]


class Silent:
    """Declare nothing, and take no argument."""

    @hookimpl
    def register(self) -> Iterable[Contribution]:
        """Declare nothing."""
        return []


class Raising:
    """Break at registration, after a first contribution."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Raise."""
        yield Channel(kind="half", capacity_class="chat")
        raise RuntimeError("no luck")


class Lying:
    """Return what is no contribution."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Any:
        """Return text."""
        return ["chat"]


class Inventive:
    """Implement a hook with an argument that the spec does not know."""

    @hookimpl
    def register(self, ctx: PluginContext, weather: str) -> Iterable[Contribution]:
        """Return nothing."""
        return []


class Paneled:
    """Contribute one panel under a fixed tag."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare the panel."""
        return [Panel(slot="context", tag="x-card", module="card.js", title="Card")]


class Mistaken:
    """Contribute a panel for a slot that no desk has."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare the panel."""
        return [Panel(slot="contxt", tag="x-card", module="card.js", title="Card")]


class Early:
    """Ask for what others contribute before they can have said so."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Ask too early."""
        return [panel for _, panel in ctx.contributions(Panel)]


class Curious:
    """Keep the context, to ask it later."""

    met: list[PluginContext] = []

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare nothing."""
        self.met[:] = [ctx]
        return []


class Exiting:
    """Leave the program when made."""

    def __init__(self) -> None:
        raise SystemExit(3)


@pytest.fixture(autouse=True)
def implementations(monkeypatch: pytest.MonkeyPatch) -> str:
    """Make this file importable by a name, as an installed plugin is."""
    module = ModuleType("planted_plugins")
    module.__dict__.update({k: v for k, v in globals().items() if isinstance(v, type)})
    module.sms = manifest("sms", "Sms", settings=SmsSettings)  # type: ignore[attr-defined]
    module.text = "sms"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "planted_plugins", module)
    return "planted_plugins"


def manifest(
    name: str, cls: str, *, settings: type[Any] | None = None, after: tuple[str, ...] = ()
) -> Plugin:
    return Plugin(
        name=name,
        summary="Planted.",
        implementation=f"planted_plugins:{cls}",
        settings=settings,
        after=after,
    )


def find(
    tables: dict[str, Any],
    *manifests: Plugin,
    points: Iterable[tuple[str, str]] = (),
) -> tuple[list[Candidate], list[PluginError], list[str]]:
    reader = Reader(folder=Path(), environ={})
    entry_points = [EntryPoint(name=name, value=value, group=GROUP) for name, value in points]
    candidates, warnings = find_plugins(
        tables, manifests=manifests, reader=reader, entry_points=entry_points
    )
    return candidates, warnings, [str(mistake) for mistake in reader.mistakes]


def start(*manifests: Plugin, **tables: Any) -> PluginHost:
    candidates, warnings, _ = find(tables, *manifests)
    return start_plugins(candidates, center="shop", warnings=warnings)


def names(candidates: Iterable[Candidate]) -> Iterator[str]:
    return (candidate.manifest.name for candidate in candidates)


def test_installed_is_not_enabled() -> None:
    candidates, warnings, _ = find({}, points=[("sms", "planted_plugins:sms")])

    assert candidates == []
    assert warnings == []


def test_a_table_enables_an_installed_plugin_with_typed_settings() -> None:
    table = {"sender": "shop", "retry": "2s"}

    candidates, _, mistakes = find({"sms": table}, points=[("sms", "planted_plugins:sms")])

    assert mistakes == []
    assert candidates[0].config == SmsSettings(sender="shop", retry_ms=2_000)


def test_enabled_false_switches_off() -> None:
    off = {"enabled": False, "sendr": "what is off is not read"}

    candidates, _, mistakes = find(
        {"sms": off, "gone": {"enabled": False}}, points=[("sms", "planted_plugins:sms")]
    )

    assert candidates == []
    assert mistakes == []


def test_a_program_enables_a_plugin_by_its_manifest() -> None:
    candidates, _, _ = find({}, manifest("quiet", "Silent"))

    assert list(names(candidates)) == ["quiet"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"sendr": "x"}, "plugins.sms.sendr: is no setting here; did you mean 'sender'?"),
        ({"sender": 3}, "plugins.sms.sender: expected text, got a whole number"),
        ("on", "plugins.sms: expected a table, got text"),
        (
            {"enabled": "yes", "sender": "x"},
            "plugins.sms.enabled: expected true or false, got text",
        ),
    ],
)
def test_a_wrong_setting_of_a_plugin_is_told_with_its_path(table: Any, expected: str) -> None:
    _, _, mistakes = find({"sms": table}, points=[("sms", "planted_plugins:sms")])

    assert expected in mistakes


def test_a_plugin_without_settings_refuses_any() -> None:
    _, _, mistakes = find({"quiet": {"volume": 3}}, manifest("quiet", "Silent"))

    assert mistakes == ["plugins.quiet.volume: is no setting here"]


def test_a_plugin_that_is_not_installed_is_told_with_the_nearest_name() -> None:
    _, _, mistakes = find({"smss": {}}, points=[("sms", "planted_plugins:sms")])

    assert mistakes == ["plugins.smss: is not installed; did you mean 'sms'?"]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("no_such_module:plugin", "ModuleNotFoundError"),
        ("planted_plugins:missing", "AttributeError"),
        ("planted_plugins:text", "is a str, not a Plugin"),
    ],
)
def test_a_broken_entry_point_is_a_warning_that_names_it(value: str, problem: str) -> None:
    points = [("bad", value), ("sms", "planted_plugins:sms")]

    candidates, warnings, _ = find({"bad": {}, "sms": {"sender": "x"}}, points=points)

    assert list(names(candidates)) == ["sms"]
    assert f"bad = {value}" in str(warnings[0])
    assert problem in str(warnings[0])


def test_a_manifest_under_another_name_is_broken() -> None:
    _, warnings, _ = find({"mail": {}}, points=[("mail", "planted_plugins:sms")])

    assert "its manifest says 'sms'" in str(warnings[0])


def test_a_broken_plugin_that_is_required_stops_the_start() -> None:
    with pytest.raises(PluginLoadError, match="no_such_module"):
        find({"bad": {"required": True}}, points=[("bad", "no_such_module:plugin")])


def test_two_distributions_with_one_name_are_refused() -> None:
    points = [("sms", "planted_plugins:sms"), ("sms", "other:sms")]

    with pytest.raises(IncompatiblePluginError, match="both provide it"):
        find({"sms": {"sender": "x"}}, points=points)


def test_two_distributions_with_one_name_that_nobody_enables_are_left_alone() -> None:
    points = [("sms", "planted_plugins:sms"), ("sms", "other:sms")]

    candidates, warnings, mistakes = find({}, points=points)

    assert (candidates, warnings, mistakes) == ([], [], [])


def test_order_follows_after_and_then_the_name() -> None:
    manifests = [
        manifest("a", "Silent", after=("z", "absent")),
        manifest("c", "Silent"),
        manifest("b", "Silent", after=("c",)),
        manifest("z", "Silent"),
    ]
    candidates, _, _ = find({}, *manifests)

    ordered = sort_plugins(candidates)

    assert list(names(ordered)) == ["c", "b", "z", "a"]


def test_a_circle_is_refused_naming_its_members() -> None:
    candidates, _, _ = find(
        {}, manifest("a", "Silent", after=("b",)), manifest("b", "Silent", after=("a",))
    )

    with pytest.raises(IncompatiblePluginError, match="a, b"):
        sort_plugins(candidates)


def test_contributions_come_in_plugin_order_with_their_owner() -> None:
    host = start(manifest("z", "Sms"), manifest("a", "Sms", after=("z",)))

    found = host.contributions(Channel)

    assert [(name, channel.kind) for name, channel in found] == [("z", "z"), ("a", "a")]
    assert host.contributions(Panel) == ()


@pytest.mark.parametrize(
    ("cls", "problem"),
    [
        ("Raising", "RuntimeError: no luck"),
        ("Lying", "register returned a str"),
        ("Inventive", "PluginValidationError"),
        ("Exiting", "SystemExit"),
        ("Missing", "AttributeError"),
    ],
)
def test_a_plugin_that_breaks_at_registration_is_off_and_named(cls: str, problem: str) -> None:
    host = start(manifest("bad", cls), manifest("good", "Sms"))

    assert host.names == ("good",)
    assert [channel.kind for _, channel in host.contributions(Channel)] == ["good"]
    assert "'bad'" in str(host.warnings[0])
    assert problem in str(host.warnings[0])


def test_a_required_plugin_that_breaks_at_registration_stops_the_start() -> None:
    with pytest.raises(PluginLoadError, match="no luck"):
        start(manifest("bad", "Raising"), bad={"required": True})


def test_one_name_contributed_twice_names_both_plugins() -> None:
    with pytest.raises(IncompatiblePluginError, match="panel 'x-card' .* by 'a' and by 'b'"):
        start(manifest("a", "Paneled"), manifest("b", "Paneled"))


def test_two_centers_of_one_process_share_no_plugin() -> None:
    first = start(manifest("sms", "Sms", settings=SmsSettings), sms={"sender": "one"})
    second = start(manifest("sms", "Sms", settings=SmsSettings), sms={"sender": "two"})

    kinds = [host.contributions(Channel)[0][1].kind for host in (first, second)]

    assert kinds == ["one", "two"]


def test_a_plugin_sees_what_all_contribute_once_they_have_registered() -> None:
    start(manifest("a", "Curious"), manifest("b", "Raising"), manifest("z", "Paneled"))

    (ctx,) = Curious.met
    found = ctx.contributions(Panel)

    assert [(name, panel.tag) for name, panel in found] == [("z", "x-card")]
    assert list(ctx.contributions(Channel)) == []


def test_a_plugin_that_asks_for_contributions_in_register_is_off_and_told_why() -> None:
    host = start(manifest("early", "Early"), manifest("z", "Paneled"))

    assert host.names == ("z",)
    assert "'early'" in str(host.warnings[0])
    assert "RuntimeError: contributions are known once every plugin" in str(host.warnings[0])


def test_a_panel_for_an_unknown_slot_names_plugin_slot_and_the_nearest() -> None:
    host = start(manifest("bad", "Mistaken"), manifest("good", "Sms"))

    assert host.names == ("good",)
    assert "plugin 'bad'" in str(host.warnings[0])
    assert "'contxt' is no slot of the desk; did you mean 'context'?" in str(host.warnings[0])
