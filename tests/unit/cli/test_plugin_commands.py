"""`ccsdk plugins show, order, graph, schema, check, doctor, bench` and `ccsdk hooks`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

from ccsdk.center.files import plugin_path
from ccsdk.cli.program import cli
from ccsdk.errors import ConfigurationError, PluginLoadError
from ccsdk.hooks import (
    Capabilities,
    Channel,
    CliGroup,
    Contribution,
    Plugin,
    Scorer,
    Secret,
    hookimpl,
)
from ccsdk.hooks.plugin_store import Progress
from ccsdk.log.plugin import SqlitePluginStore
from ccsdk.plugins import discovery, installed

CENTER = """
[center]
data = "{data}"
plugin_order = ["sms", "base"]
[queues.sales]
[queues.sales.plugins.sms]
retry = "9 s"
[plugins.sms]
token = "${{env:SMS_TOKEN}}"
sender = "Shop"
[plugins.base]
[plugins.broken]
[plugins.after]
"""


@attrs.frozen(kw_only=True)
class SmsSettings:
    """Stand for a plugin's settings."""

    token: Secret
    sender: str = "-"
    retry_ms: int = 1_000


class Sms:
    """Contribute and answer."""

    @hookimpl
    def register(self, ctx: Any) -> list[Contribution]:
        return [
            Channel(kind="sms", capacity_class="chat"),
            Scorer(name="mine", score=_score),
            CliGroup(name="sms", target="acme:group"),
        ]

    @hookimpl
    async def enrich_interaction(self, interaction: Any, deadline: Any) -> Mapping[str, str]:
        assert deadline.left_ms() > 0
        return {"vip": interaction.identity.customer}

    @hookimpl
    def lookup_profile(self, ctx: Any) -> None:
        raise RuntimeError(f"{ctx.name} is alone")


def _score(work: Any, agent: Any) -> int:
    return 0


class Base:
    """Contribute nothing, and try what its settings say."""

    found: Any = ()

    @hookimpl
    async def check(self, ctx: Any) -> Any:
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


class Broken:
    """Break."""

    def __init__(self) -> None:
        raise ValueError("no luck")


class After:
    """Contribute what a plugin defines that is not enabled."""

    @hookimpl
    def register(self) -> list[Contribution]:
        play = type("Play", (Contribution,), {"__module__": "acme_outreach.types"})
        return [play()]


MANIFESTS = [
    Plugin(
        name="sms",
        summary="Text messages.",
        implementation="acme_cli_plugins:Sms",
        settings=SmsSettings,
        requires=["base"],
        capabilities=Capabilities(commands=("SetCapacity",)),
    ),
    Plugin(name="base", summary="", implementation="acme_cli_plugins:Base"),
    Plugin(name="broken", summary="", implementation="acme_cli_plugins:Broken"),
    Plugin(name="after", summary="", implementation="acme_cli_plugins:After", after=["sms"]),
]


class Distribution:
    """Stand for an installed distribution."""

    def __init__(self, name: str) -> None:
        self.name, self.version, self.requires = name, "1.2", []


@pytest.fixture
def points(monkeypatch: pytest.MonkeyPatch) -> list[EntryPoint]:
    module = ModuleType("acme_cli_plugins")
    vars(module).update({each.__name__: each for each in (Sms, Base, Broken, After)})
    found = []
    for manifest in MANIFESTS:
        vars(module)[manifest.name] = manifest
        point = EntryPoint(manifest.name, f"acme_cli_plugins:{manifest.name}", "ccsdk.plugins.v1")
        vars(point).update(dist=Distribution(f"acme-{manifest.name}"))
        found.append(point)
    monkeypatch.setitem(sys.modules, "acme_cli_plugins", module)
    monkeypatch.setattr(discovery, "installed_entry_points", lambda group: found)
    monkeypatch.setattr(installed, "all_entry_points", lambda name: [])
    monkeypatch.setenv("SMS_TOKEN", "hush-hush")
    return found


@pytest.fixture
def center(points: list[EntryPoint], tmp_path: Path) -> Path:
    path = tmp_path / "center.toml"
    text = CENTER.format(data=tmp_path / "data").replace('["sms", "base"]', '["base", "sms"]')
    path.write_text(text, encoding="utf-8")
    return path


def run(*words: Any, code: int = 0) -> Any:
    result = CliRunner().invoke(cli, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def test_show_tells_what_a_plugin_is_and_hides_its_secrets(center: Path) -> None:
    told = run("plugins", "show", center, "sms").stdout

    assert told == (
        "sms (acme-sms 1.2): Text messages.\n"
        "  implementation = acme_cli_plugins:Sms\n"
        "  order:\n"
        "    2 of 3\n"
        "    requires base\n"
        "  hooks:\n"
        "    register\n"
        "    lookup_profile (within 800ms)\n"
        "    enrich_interaction (within 800ms)\n"
        "  capabilities:\n"
        "    commands: SetCapacity\n"
        "  contributes:\n"
        "    Channel(kind='sms', capacity_class='chat')\n"
        "    Scorer(name='mine', score=_score)\n"
        "    CliGroup(name='sms', target='acme:group')\n"
        "  settings:\n"
        "    token = *** (${env:SMS_TOKEN})\n"
        '    sender = "Shop" (center file)\n'
        '    retry = "1s" (default)\n'
        '    retry = "9s" (queue sales)\n'
    )
    assert "hush-hush" not in told


def test_show_of_one_that_is_off_says_why(center: Path) -> None:
    with pytest.raises(PluginLoadError, match="ValueError: no luck"):
        run("plugins", "show", center, "broken")
    with pytest.raises(ConfigurationError, match="is not enabled; did you mean 'base'"):
        run("plugins", "show", center, "bse")


def test_order_tells_all_or_those_of_one_hook(center: Path) -> None:
    assert run("plugins", "order", center).stdout == "base\nsms\nafter\n"
    assert run("plugins", "order", center, "lookup_profile").stdout == "sms\n"
    with pytest.raises(ConfigurationError, match="is no hook; did you mean 'lookup_profile'"):
        run("plugins", "order", center, "lookup_profil")


def test_graph_tells_who_waits_for_whom(center: Path) -> None:
    assert run("plugins", "graph", center).stdout == (
        "base\n"
        "sms\n  behind base (plugin_order has base, sms)\n"
        "after\n  behind sms (after after sms)\n"
    )
    dot = run("plugins", "graph", center, "--dot").stdout
    assert '  "sms" -> "after" [label="after after sms"];' in dot.splitlines()


def test_schema_is_of_what_is_installed(points: list[EntryPoint]) -> None:
    said = json.loads(run("plugins", "schema", "sms").stdout)

    assert list(said["properties"]) == ["enabled", "required", "token", "sender", "retry"]
    assert said["required"] == ["token"]
    assert json.loads(run("plugins", "schema", "base").stdout)["additionalProperties"] is False
    with pytest.raises(ConfigurationError, match="is not installed; did you mean 'sms'"):
        run("plugins", "schema", "smss")
    assert json.loads(run("schema").stdout)["title"] == "A center file of ccsdk"


def test_check_names_who_is_off_and_what_is_of_no_use(center: Path) -> None:
    result = run("plugins", "check", center)

    assert result.stdout == (
        "base: on, contributes 0\nsms: on, contributes 3\nafter: on, contributes 1\n"
    )
    warnings = result.stderr.splitlines()
    assert "plugin 'broken' (from acme-broken) cannot be loaded" in warnings[0]
    assert warnings[1:] == [
        "warning: plugin 'after' contributes a Play of acme_outreach, whose plugin is not enabled: "
        "nobody uses it",
        "warning: plugin 'sms': no queue of the file names its Scorer 'mine'",
        "warning: plugin 'sms': `ccsdk sms` is not in the help; name it in the entry points of "
        'the distribution: [project.entry-points."ccsdk.cli.v1"]',
    ]


def test_a_strict_check_fails_for_a_warning(center: Path) -> None:
    run("plugins", "check", center, "--strict", code=1)

    center.write_text("[plugins.base]\n", encoding="utf-8")
    assert run("plugins", "check", center, "--strict").stderr == ""


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (["the key is wrong"], "the key is wrong"),
        (OSError("no route"), "its check failed: OSError: no route"),
        ([3], "its check failed: it found a int, which is no sentence"),
        (7, "its check failed: 'int' object is not iterable"),
    ],
)
def test_a_check_asks_the_plugins_themselves(
    center: Path, monkeypatch: pytest.MonkeyPatch, found: Any, said: str
) -> None:
    monkeypatch.setattr(Base, "found", found)
    center.write_text("[plugins.base]\n", encoding="utf-8")

    result = run("plugins", "check", center, "--strict", code=1)

    assert result.stderr == f"warning: plugin 'base': {said}\n"


def test_the_doctor_says_what_helps_and_imports_nothing(
    center: Path, points: list[EntryPoint], tmp_path: Path
) -> None:
    async def park() -> None:
        store = SqlitePluginStore(plugin_path(tmp_path / "data", "base"))
        await store.open(epoch="e", head=4)
        await store.commit(Progress(cursor=4, parked_at_ms=1_000, problem="a bug"))
        await store.close()

    asyncio.run(park())
    (tmp_path / "data" / "plugins").chmod(0o755)
    (tmp_path / "data" / "hung.json").write_text("{}")
    dist: Any = points[1].dist
    dist.requires.append("ccsdk-core>=99")
    twin = EntryPoint("after", "acme_other:plugin", "ccsdk.plugins.v1")
    vars(twin).update(dist=Distribution("acme-other"))
    points.append(twin)
    del sys.modules["acme_cli_plugins"]

    told = run("plugins", "doctor", center, code=1).stdout

    assert "ok: Python 3" in told
    assert "provided by acme-after and acme-other\n    help: uninstall all but one" in told
    assert "plugin 'base': at 4 of 0, parked since 1970-01-01T00:00:01.000Z: a bug" in told
    assert "mode 755, others could read customers' data\n    help: chmod 700 /" in told
    assert "it needs ccsdk-core>=99, installed is 0.1.0\n    help: pip install 'ccsdk" in told
    assert "hung.json: a pure object did not return" in told
    assert "acme_cli_plugins" not in sys.modules


def test_the_doctor_is_content(center: Path) -> None:
    center.write_text("[plugins.base]\n", encoding="utf-8")

    told = run("plugins", "doctor", center).stdout

    assert "ok: plugin 'base'\n" in told


def test_an_old_sqlite_is_a_note_and_no_problem(
    center: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 40, 0))
    center.write_text("[plugins.base]\n", encoding="utf-8")

    assert "\nnote: SQLite " in run("plugins", "doctor", center).stdout


def test_the_doctor_knows_who_is_not_installed(center: Path) -> None:
    center.write_text("[plugins.gone]\n", encoding="utf-8")

    told = run("plugins", "doctor", center, code=1).stdout

    assert "problem: plugin 'gone' is enabled, not installed\n    help: pip install" in told
    assert "ok: plugin 'gone'" not in told


def test_bench_times_what_can_be_asked_alone(center: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ccsdk.cli.plugin_bench._imported_ms", lambda module: 12.34)

    lines = run("plugins", "bench", center, "sms", "--rounds", "3").stdout.splitlines()

    assert lines[0] == "import acme_cli_plugins: 12.3 ms beyond what ccsdk needs"
    assert lines[1].endswith(" us (median of 3)")
    assert lines[2] == (
        "lookup_profile: cannot be asked outside of a center: RuntimeError: sms is alone"
    )
    assert lines[3].startswith("enrich_interaction: ")
    assert lines[3].endswith(" us (median of 3)")


def test_hooks_prints_each_with_its_signature() -> None:
    told = run("hooks").stdout

    assert "async def on_event(ctx: ObserverContext, event: Committed | AlarmDue) -> None\n" in told
    assert "\n    (query, within 3s, FIRST)\n" in told
    assert "\nCliGroup(name: str, target: str)\n    Add a group of commands" in told
