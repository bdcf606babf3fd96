"""What there is to enable: distributions, files beside the center file, and what is wrong."""

from __future__ import annotations

from importlib.metadata import EntryPoint, version
from pathlib import Path
from typing import Any

import pytest

from ccsdk.center.blueprint import Blueprint, draw_blueprint
from ccsdk.errors import (
    ConfigurationError,
    IncompatiblePluginError,
    PluginError,
    PluginLoadError,
    SettingsError,
)
from ccsdk.hooks import Channel, Plugin, hookimpl
from ccsdk.plugins import installed
from tests.unit.plugins.offering import Acme, Distribution, offer


class Wrong:
    """Name a hook that is none."""

    @hookimpl
    def registr(self, ctx: Any) -> list[Any]:
        """Declare nothing."""
        return []


class Inventive:
    """Name an argument that is none."""

    @hookimpl
    def register(self, ctxt: Any) -> list[Any]:
        """Declare nothing."""
        return []


def draw(*names: str, **tables: Any) -> Blueprint:
    return draw_blueprint({"plugins": {**{name: {} for name in names}, **tables}})


def warned(*names: str) -> list[str]:
    return [str(warning) for warning in draw(*names).host.warnings]


# --- versions ---------------------------------------------------------------------------------


def test_a_distribution_that_needs_another_core_is_off_and_says_what_to_install(
    environment: list[EntryPoint],
) -> None:
    offer(environment, "future", Acme, "ccsdk-core>=7,<8")

    assert warned("future") == [
        "plugin 'future' is incompatible: it needs ccsdk-core<8,>=7, installed is "
        f"{version('ccsdk-core')}: pip install 'ccsdk-core<8,>=7'"
    ]


def test_a_distribution_whose_need_is_not_installed_is_off(environment: list[EntryPoint]) -> None:
    offer(environment, "poor", Acme, "no-such-distribution>=2", "attrs>=24", 'nope; extra == "x"')

    (warning,) = warned("poor")

    assert "needs no-such-distribution>=2, which is not installed" in warning


def test_what_a_required_plugin_needs_stops_the_start(environment: list[EntryPoint]) -> None:
    offer(environment, "future", Acme, "ccsdk-core>=7")

    with pytest.raises(IncompatiblePluginError, match="ccsdk-core>=7"):
        draw(future={"required": True})


def test_a_plugin_of_another_api_is_not_imported(
    environment: list[EntryPoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    point = EntryPoint(name="newer", value="no_such_module:plugin", group="ccsdk.plugins.v2")
    vars(point).update(dist=Distribution("acme-newer"))
    monkeypatch.setattr(installed, "all_entry_points", lambda name: [point])

    assert warned("newer") == [
        "plugin 'newer' is incompatible: acme-newer needs API 2, this core has 1: "
        "install versions of the two that fit"
    ]


# --- what is required of each other -----------------------------------------------------------


def test_a_plugin_whose_requirement_is_not_enabled_is_off_and_names_the_remedy(
    environment: list[EntryPoint],
) -> None:
    offer(environment, "crm", requires=["crm-base>=1"])

    assert warned("crm") == [
        "plugin 'crm' is incompatible: it requires crm-base>=1: install 'crm-base' and add "
        "[plugins.crm-base]"
    ]


def test_a_plugin_whose_requirement_is_off_is_off_too(environment: list[EntryPoint]) -> None:
    offer(environment, "base", Wrong)
    offer(environment, "crm", requires=["base"])
    offer(environment, "other")

    blueprint = draw("base", "crm", "other")

    assert blueprint.host.names == ("other",)
    assert "it requires base, and 'base' is off" in str(blueprint.host.warnings[1])


def test_a_requirement_of_a_version_is_checked(environment: list[EntryPoint]) -> None:
    offer(environment, "base")
    offer(environment, "crm", requires=["base>=1"])
    offer(environment, "fine", requires=["base>=0.5"])

    blueprint = draw("base", "crm", "fine")

    assert blueprint.host.names == ("base", "fine")
    assert "it requires base>=1, installed is 0.9" in str(blueprint.host.warnings[0])


def test_a_requirement_that_is_none_is_told(environment: list[EntryPoint]) -> None:
    offer(environment, "base")
    offer(environment, "crm", requires=["base >> 1"])

    assert "'base >> 1', which is no plugin's name with a version" in warned("base", "crm")[0]


def test_a_conflict_leaves_one_on(environment: list[EntryPoint]) -> None:
    offer(environment, "a", conflicts=["b"])
    offer(environment, "b")

    blueprint = draw("a", "b")

    assert blueprint.host.names == ("b",)
    assert "cannot be on beside 'b'" in str(blueprint.host.warnings[0])


def test_the_order_of_the_settings_is_taken_and_its_names_are_checked(
    environment: list[EntryPoint],
) -> None:
    offer(environment, "alpha")
    offer(environment, "beta")
    tables = {"plugins": {"alpha": {}, "beta": {}}}

    blueprint = draw_blueprint({"center": {"plugin_order": ["beta", "alpha"]}, **tables})

    assert blueprint.host.names == ("beta", "alpha")
    with pytest.raises(SettingsError, match=r"plugin_order\[0\]: no \[plugins.betta\]; did you"):
        draw_blueprint({"center": {"plugin_order": ["betta"]}, **tables})


# --- slips ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cls", "hint"),
    [
        (Wrong, "'registr' is unknown; did you mean 'register'?"),
        (Inventive, "'ctxt' is unknown; did you mean 'ctx'?"),
    ],
)
def test_a_hook_that_is_none_is_told_with_the_nearest(
    environment: list[EntryPoint], cls: type[Any], hint: str
) -> None:
    offer(environment, "slip", cls)

    assert hint in warned("slip")[0]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Plugin(name='x', summary='', implementaton='a:B')", "did you mean 'implementation'?"),
        ("Plugin(name='X y', summary='', implementation='a:B')", "'X y' is no name of a plugin"),
        ("Plugin(name='x', summary='', implementation='a:B', after='y')", "not the text 'y'"),
        ("exit('gone')", "SystemExit: gone"),
        ("(_ for _ in ()).throw(GeneratorExit('odd'))", "GeneratorExit: odd"),
        ("3", "is a int, not a Plugin"),
    ],
)
def test_a_module_that_breaks_is_a_warning_and_the_others_are_on(
    environment: list[EntryPoint], tmp_path: Path, body: str, said: str
) -> None:
    offer(environment, "fine")
    folder = tmp_path / "ccsdk_plugins"
    folder.mkdir()
    (folder / "x.py").write_text(f"from ccsdk.hooks import Plugin\nplugin = {body}\n")
    center = tmp_path / "center.toml"
    center.write_text("[plugins.x]\n[plugins.fine]\n", encoding="utf-8")

    blueprint = draw_blueprint(center)

    assert blueprint.host.names == ("fine",)
    assert said in str(blueprint.host.warnings[0])


def test_the_interrupt_of_who_started_it_is_not_swallowed(environment: list[EntryPoint]) -> None:
    class Interrupted:
        def __init__(self) -> None:
            raise KeyboardInterrupt

    offer(environment, "slow", Interrupted)

    with pytest.raises(KeyboardInterrupt):
        draw("slow")


def test_an_interrupt_while_a_manifest_is_imported_is_not_swallowed(local: Path) -> None:
    (local.parent / "ccsdk_plugins" / "own_post.py").write_text("raise KeyboardInterrupt")
    local.write_text("[plugins.own-post]\n")

    with pytest.raises(KeyboardInterrupt):
        draw_blueprint(local)


def test_a_field_of_a_contribution_that_is_none_is_told_with_the_nearest(
    environment: list[EntryPoint],
) -> None:
    class Slip:
        @hookimpl
        def register(self) -> list[Any]:
            return [Channel(knd="post", capacity_class="chat")]

    offer(environment, "slip", Slip)

    assert "'knd' is unknown; did you mean 'kind'?" in warned("slip")[0]


def test_a_list_of_names_is_no_text() -> None:
    with pytest.raises(TypeError, match="not the text 'base'"):
        Plugin(name="a", summary="", implementation="a:A", requires="base")
    with pytest.raises(ConfigurationError, match=r"Plugin.name"):
        Plugin(name="A", summary="", implementation="a:A")


# --- a file beside the center file ------------------------------------------------------------


def test_one_file_is_a_plugin_once_a_table_enables_it(local: Path) -> None:
    local.write_text(
        '[accounts.box]\nchannel = "post"\nqueues = ["q"]\n[queues.q]\n[plugins.own-post]\n'
    )

    blueprint = draw_blueprint(local)

    assert blueprint.host.names == ("own-post",)


def test_a_file_that_nobody_enables_is_not_run(local: Path) -> None:
    (local.parent / "ccsdk_plugins" / "own_post.py").write_text("raise RuntimeError")
    local.write_text("[plugins]\n")

    assert draw_blueprint(local).host.names == ()


def test_a_file_and_a_distribution_of_one_name_are_both_named(
    local: Path, environment: list[EntryPoint]
) -> None:
    offer(environment, "own-post")
    local.write_text("[plugins.own-post]\n")

    with pytest.raises(PluginError, match=r"acme-own-post and .*own_post.py both provide it"):
        draw_blueprint(local)


def test_a_required_file_that_breaks_stops_the_start_and_is_named(local: Path) -> None:
    (local.parent / "ccsdk_plugins" / "own_post.py").write_text("raise RuntimeError('no')")
    local.write_text("[plugins.own-post]\nrequired = true\n")

    with pytest.raises(PluginLoadError, match=r"own_post.py: RuntimeError: no"):
        draw_blueprint(local)
