"""A center file becomes typed settings, or a list of everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ccsdk.center.blueprint import draw_blueprint
from ccsdk.center.settings import CenterSettings
from ccsdk.errors import SettingsError
from ccsdk.model.principal import Role
from ccsdk.model.queue import Strategy
from tests.unit.center.shop import CHAT, tables

FILE = """
[center]
name = "shop"

[serve]
port = 9000

[queues.sales]
name = "Sales"
strategy = "broadcast"
broadcast = 2
ring = "20s"

[agents.mei]
name = "Mei Lin"
queues = ["sales"]

[supervisors.ada]

[accounts.web]
channel = "chat"
queues = ["sales"]
customer_grace = "2 min"
"""


def mistakes(source: Any) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        draw_blueprint(source, plugins=[CHAT])
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_center_file_is_read_with_units_and_defaults(tmp_path: Path) -> None:
    path = tmp_path / "center.toml"
    path.write_text(FILE)

    settings = draw_blueprint(path, plugins=[CHAT]).settings

    sales = settings.queues["sales"]
    assert (sales.strategy, sales.broadcast, sales.ring_ms) == (Strategy.BROADCAST, 2, 20_000)
    assert sales.wrap_up_ms == 60_000
    assert settings.accounts["web"].customer_grace_ms == 120_000
    assert (settings.serve.host, settings.serve.port) == ("127.0.0.1", 9000)
    assert settings.staff() == {"ada": Role.SUPERVISOR, "mei": Role.AGENT}
    assert [settings.staff_name(each) for each in ("mei", "ada")] == ["Mei Lin", "ada"]


def test_the_data_folder_is_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "center.toml"
    path.write_text('[center]\ndata = "kept"\n')
    other = tmp_path / "other.toml"
    other.write_text("")

    folders = [draw_blueprint(each).settings.center.data for each in (path, other)]

    assert folders == [tmp_path / "kept", tmp_path / "data"]


def test_tables_of_a_program_are_read_like_a_file() -> None:
    settings = draw_blueprint(tables(), plugins=[CHAT]).settings

    assert isinstance(settings, CenterSettings)
    assert settings.agents["mei"].chats == 2


def test_settings_made_in_code_are_checked_too() -> None:
    settings = draw_blueprint(tables(), plugins=[CHAT]).settings

    found = draw_blueprint(settings, plugins=[CHAT]).settings

    assert found is settings
    assert mistakes(CenterSettings(agents=tables_of(settings))) == [
        "agents.mei.queues[0]: there is no queue 'sales'",
        "agents.tom.queues[0]: there is no queue 'sales'",
        "agents.tom.queues[1]: there is no queue 'delivery'",
    ]


def tables_of(settings: CenterSettings) -> Any:
    return settings.agents


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"queus": {}}, "queus: is no setting here; did you mean 'queues'?"),
        ({"queues": []}, "queues: expected a table, got a list"),
        ({"center": {"name": "My Shop"}}, "center.name: is to be small letters"),
        ({"center": {"nmae": "x"}}, "center.nmae: is no setting here; did you mean 'name'?"),
        ({"serve": {"port": 70_000}}, "serve.port: is to be at most 65535"),
        ({"serve": {"tls_cert": "a.pem"}}, "serve.tls_key: is missing; tls_cert needs it"),
        ({"supervisors": {"mei": {}}}, "supervisors.mei: is an agent's id too"),
        (
            {"agents": {"mei": {"extension": "201"}, "tom": {"extension": "201"}}},
            "agents.tom.extension: is mei's too; extensions are unique",
        ),
        ({"supervisors": {"system": {}}}, "supervisors.system: is the center's own id"),
        ({"agents": {"system": {}}}, "agents.system: is the center's own id"),
        ({"supervisors": {"a.b": {}}}, "supervisors.a.b: is to be letters, digits"),
        ({"supervisors": {"ada\n": {}}}, "supervisors.ada\n: is to be letters, digits"),
        ({"plugins": {"chat": {"colour": "red"}}}, "plugins.chat.colour: is no setting here"),
        ({"plugins": {"chatt": {}}}, "plugins.chatt: is not installed; did you mean 'chat'?"),
    ],
)
def test_a_mistake_is_told_with_path_and_nearest_name(
    changed: dict[str, Any], expected: str
) -> None:
    found = mistakes(tables(**changed))

    assert any(line.startswith(expected) for line in found), found


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"rign": "15s"}, "queues.sales.rign: is no setting here; did you mean 'ring'?"),
        ({"ring": 15}, "queues.sales.ring: expected a duration such as '20s', got a whole number"),
        ({"ring": "1 ms"}, "queues.sales.ring: is to be at least 100"),
        ({"skills": "oak"}, "queues.sales.skills: expected a list, got text"),
        ({"broadcast": 2}, 'queues.sales.broadcast: only counts with strategy = "broadcast"'),
        (
            {"strategy": "longest"},
            "queues.sales.strategy: 'longest' is none of best_skill, broadcast, least_loaded, "
            "longest_idle, round_robin, weighted_random; did you mean 'longest_idle'?",
        ),
    ],
)
def test_a_mistake_in_a_queue_is_told(table: dict[str, Any], expected: str) -> None:
    found = mistakes(tables(queues={"sales": table, "delivery": {}}))

    assert found == [expected]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            {"channel": "caht", "queues": ["sales"]},
            "accounts.web.channel: no enabled plugin contributes a channel 'caht'; "
            "did you mean 'chat'?",
        ),
        (
            {"channel": "chat", "queues": ["sale"]},
            "accounts.web.queues[0]: there is no queue 'sale'; did you mean 'sales'?",
        ),
        ({"channel": "chat", "queues": []}, "accounts.web.queues: is to have at least 1 entries"),
        ({"channel": "chat"}, "accounts.web.queues: is missing"),
        (
            {"channel": "chat", "queues": ["sales"], "origins": ["shop.example/x"]},
            "accounts.web.origins[0]: is to be an origin such as https://shop.example",
        ),
    ],
)
def test_a_mistake_in_an_account_is_told(table: dict[str, Any], expected: str) -> None:
    found = mistakes(tables(accounts={"web": table}))

    assert len(found) == 1
    assert found[0].startswith(expected)


def test_mistakes_in_every_part_of_a_file_are_told_at_once() -> None:
    broken = tables(
        queues={"sales": {"rign": "1s"}},
        agents={"mei": {"queues": ["sale"], "chats": "3"}},
        plugins={"nothing": {}},
    )

    found = mistakes(broken)

    assert [line.split(": ")[0] for line in found] == [
        "queues.sales.rign",
        "agents.mei.chats",
        "plugins.nothing",
        "accounts.web.queues[1]",
        "agents.mei.queues[0]",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"name = ", "is no TOML file"), (b"\xff", "is no TOML file"), (None, "cannot be read")],
)
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, content: bytes | None, problem: str
) -> None:
    path = tmp_path / "center.toml"
    if content is not None:
        path.write_bytes(content)

    found = mistakes(path)

    assert len(found) == 1
    assert problem in found[0]
    assert "center.toml" not in found[0]


def test_the_message_names_the_file_on_every_line(tmp_path: Path) -> None:
    path = tmp_path / "center.toml"
    path.write_text("[serve]\nprot = 1\nhots = 2\n")

    with pytest.raises(SettingsError) as caught:
        draw_blueprint(path)

    assert str(caught.value).splitlines() == [
        "center.toml: serve.hots: is no setting here; did you mean 'host'?",
        "center.toml: serve.prot: is no setting here; did you mean 'port'?",
    ]
