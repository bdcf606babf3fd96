"""Figures as the center would tell them, for a wallboard whose day is known to the second."""

from __future__ import annotations

import json
from typing import Any

import attrs
from playwright.sync_api import WebSocketRoute

QUEUES = ("sales", "delivery", "care")
STAFF = ("mei", "tomas", "amara", "jonas", "lucia")
START_MS = 1_800_000_000_000
HALF_HOUR_MS = 30 * 60_000


def measure(numerator: int, denominator: int, unit: str = "percent", **more: Any) -> dict[str, Any]:
    """Return a measure as `metrics.v1` tells it; nothing to divide by has no value."""
    scale = 100 if unit == "percent" else 1
    value = scale * numerator / denominator if denominator else None
    told = {"version": 1, "value": value, "unit": unit, "matured": True}
    return {**told, "numerator": numerator, "denominator": denominator, **more}


def figures(offered: int, in_time: int, abandoned: int, target_ms: int = 20_000) -> dict[str, Any]:
    """Return the figures of a queue of which nobody waits any more."""
    answered = offered - abandoned
    level = measure(in_time, offered, profile="ccsdk-1", target_ms=target_ms)
    measures = {
        "service_level": level,
        "average_speed_of_answer": measure(31_700 * answered, answered, "ms"),
        "average_handle_time": measure(306_700 * answered, answered, "ms"),
        "abandonment_rate": measure(abandoned, offered),
        "rona_rate": measure(1, offered),
    }
    counts = {"offered": offered, "answered": answered, "abandoned": abandoned}
    others = {"short_abandon": 0, "flowed_out": 0, "waiting": 0}
    return {"measures": measures, "counts": {**counts, **others}, "oldest_at_ms": None}


def half_hour(number: int, queue: str | None, offered: int) -> dict[str, Any]:
    """Return one row of the series; a sixth abandons, half of the answered is in time."""
    abandoned = offered // 6
    answered = offered - abandoned
    return {
        "from_ms": START_MS + number * HALF_HOUR_MS,
        "to_ms": START_MS + (number + 1) * HALF_HOUR_MS,
        "queue": queue,
        "offered": offered,
        "answered": answered,
        "abandoned": abandoned,
        "service_level": measure(answered - answered // 3, offered, profile="ccsdk-1"),
        "average_speed_of_answer": measure(22_000 * answered, answered, "ms"),
    }


def row(number: int, **more: Any) -> dict[str, Any]:
    """Return one Interaction behind a figure."""
    at_ms = START_MS + number * 60_000
    positions = [f"{10 * number + step:020}" for step in (1, 4)]
    return {"interaction": f"in_{number}", "at_ms": at_ms, "positions": positions, **more}


@attrs.define
class Board:
    """Answer the wallboard's questions between the page and its center; all else passes."""

    offered: int = 48
    asked: list[dict[str, Any]] = attrs.Factory(list)
    refusal: dict[str, Any] | None = None
    explanation: dict[str, Any] = attrs.Factory(dict)
    plugins: list[dict[str, Any]] | None = None

    def connect(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        page.on_message(lambda text: self._from_page(page, str(text), server))

    def _from_page(self, page: WebSocketRoute, text: str, server: WebSocketRoute) -> None:
        frame = json.loads(text)
        answers = {"metrics.v1": self.metrics, "explain.v1": self.explain}
        if self.plugins is not None:
            answers |= {"plugins.v1": self.standing, "redrive_plugin.v1": self.redrive}
        answer = answers.get(frame.get("method", ""))
        if answer is None:
            server.send(text)
            return
        self.asked.append(frame)
        outcome = {"err": self.refusal} if self.refusal else {"ok": answer(frame["data"])}
        page.send(json.dumps({"op": "res", "id": frame["id"], **outcome}))

    def standing(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"plugins": self.plugins}

    def redrive(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Have who goes on be well from then on."""
        well = {"plugin": asked["plugin"], "state": "ok"}
        assert self.plugins is not None, "only then it is asked"
        self.plugins = [
            well if each["plugin"] == asked["plugin"] else each for each in self.plugins
        ]
        return {"plugin": asked["plugin"]}

    def metrics(self, asked: dict[str, Any]) -> dict[str, Any]:
        shares = {"sales": 2, "delivery": 3, "care": 6}
        queues = [
            {"queue": queue, **figures(self.offered // part, self.offered // part // 2, 2)}
            for queue, part in shares.items()
        ]
        agents = {
            "average_handle_time": measure(1_226_800, 4, "ms"),
            "occupancy_rate": measure(2_480, 9_995),
        }
        series = [
            half_hour(
                number, queue, max(0, self.offered // (2 + abs(number - 8)) - (queue is not None))
            )
            for number in range(17)
            for queue in (None, *QUEUES)
        ]
        return {
            "as_of_ms": START_MS + 17 * HALF_HOUR_MS,
            "from_ms": START_MS,
            "window": asked["window"],
            "center": figures(self.offered, self.offered - 9, 6),
            "queues": queues,
            "agents": [{"agent": agent, "measures": agents} for agent in STAFF],
            "series": series,
        }

    def explain(self, asked: dict[str, Any]) -> dict[str, Any]:
        numerator = [row(n, wait_ms=8_000, outcome="answered", agent="mei") for n in (1, 2, 9)]
        others = [row(n, wait_ms=125_000, outcome="abandoned") for n in (4, 5)]
        excluded = [row(3, wait_ms=3_000, outcome="abandoned", reason="short")]
        return {
            "measure": asked["measure"],
            "version": 1,
            "profile": "ccsdk-1",
            "unit": "percent",
            "value": 60.0,
            "as_of_ms": START_MS + HALF_HOUR_MS,
            "from_ms": START_MS,
            "formula": "Ax / (O - S)",
            "parameters": {"target_ms": 20_000, "short_ms": 5_000},
            "numerator": numerator,
            "denominator_only": others,
            "excluded": excluded,
            "more": False,
            **self.explanation,
        }
