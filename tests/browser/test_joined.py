"""Joined modules in a browser: the same as apart, in one request, and traced to their files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from ccsdk.server.joining import Joined, join

ORIGIN = "https://modules.test"
GRAPH = {
    "app.js": """// Tells what its modules did.

import "./first.js";
import { word } from "word";
import { add, kept as shared, Shape } from "./parts/sum.js";
import * as names from "./parts/names.js";
import step from "./step.js";
import { told } from "./told.js";

told.push("app");
const late = await Promise.resolve("late");
await step(told);

export const outcome = { sum: add(2, 3), word, kept: [...shared], late, side: new Shape().side };
export { names, told };
export function fail() {
  return add(null);
}
""",
    "first.js": 'import { told } from "./told.js";\ntold.push("first");\n',
    "told.js": "export const told = [];\n",
    "step.js": """/**
 * A comment of several lines, which must all keep their numbers.
 */
import { told } from "./told.js";
import { kept } from "./parts/sum.js";

told.push("step");
kept.add("step");
async function step(list) {
  await null;
  list.push("stepped");
}
export { step as default };
""",
    "parts/names.js": """import { told } from "../told.js";
export { Shape, add as plus } from "./sum.js";
told.push("names");
export const own = "own";
""",
    "parts/sum.js": """import { told } from "../told.js";

told.push(typeof add);
export const kept = new Set(["sum"]);
export class Shape {
  side = 4;
}
const plus = (one, other) => one + other;
export function add(one, other) {
  if (one === null) {
    throw new TypeError("nothing to add");
  }
  return plus(one, other);
}
""",
}
VENDOR = 'export const word = "bare";\n'
PAGE = (
    "<!doctype html><title>Modules</title>"
    '<script type="importmap">{"imports": {"word": "/vendor/word.js"}}</script>'
)
TELL = """async (entry) => {
  const { outcome, told, names, ...others } = await import(entry);
  const exported = [Object.keys(names), Object.keys(others)].map((each) => each.sort());
  return { outcome, told, exported };
}"""
FAIL = """async (entry) => {
  const { fail } = await import(entry);
  try {
    fail();
  } catch (error) {
    return error.stack;
  }
}"""
FRAME = re.compile(rf"{ORIGIN}/\w+/(?P<name>[\w./]+\.js):(?P<line>\d+):\d+")
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@pytest.fixture
def joined(tmp_path: Path) -> Joined:
    """Return the graph as one module."""
    for name, text in GRAPH.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return join("app.js", lambda name: tmp_path / name)


@pytest.fixture
def asked(page: Page, joined: Joined) -> list[str]:
    """Serve the graph below `/apart` and `/joined`; return the list of what is asked for."""
    served = {f"/apart/{name}": text for name, text in GRAPH.items()}
    served |= {"/joined/app.js": joined.text, "/vendor/word.js": VENDOR}
    paths: list[str] = []

    def serve(route: Any) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        paths.append(path)
        if path.endswith(".js"):
            route.fulfill(body=served[path], content_type="text/javascript")
        else:
            route.fulfill(body=PAGE, content_type="text/html")

    page.route(f"{ORIGIN}/**", serve)
    page.goto(f"{ORIGIN}/")
    paths.clear()
    return paths


def steps(mappings: str) -> Iterator[list[int]]:
    """Yield the numbers of each line's one mapping; of a line without any, none.

    Source: ECMA-426, section 7: five bits a digit, least first, the sign in the lowest bit.
    """
    for line in mappings.split(";"):
        numbers, value, shift = [], 0, 0
        for digit in map(DIGITS.index, line):
            value |= (digit & 31) << shift
            shift += 5
            if not digit & 32:
                numbers.append(-(value >> 1) if value & 1 else value >> 1)
                value, shift = 0, 0
        yield numbers


def places(source_map: str) -> list[tuple[str, int]]:
    """Return for each line of a joined module the file and line that it came from."""
    read = json.loads(source_map)
    moves = [numbers[1:3] if numbers else [0, 0] for numbers in steps(read["mappings"])]
    sums = accumulate(moves, lambda one, other: [one[0] + other[0], one[1] + other[1]])
    return [(read["sources"][source], line + 1) for source, line in sums]


def test_joined_modules_do_and_export_what_they_do_apart(page: Page, asked: list[str]) -> None:
    apart = page.evaluate(TELL, "/apart/app.js")
    asked_apart = [*asked]
    asked.clear()

    joined = page.evaluate(TELL, "/joined/app.js")

    assert joined == apart
    assert apart["told"] == ["first", "function", "names", "step", "app", "stepped"]
    assert apart["outcome"] == {
        "sum": 5,
        "word": "bare",
        "kept": ["sum", "step"],
        "late": "late",
        "side": 4,
    }
    assert apart["exported"] == [["Shape", "own", "plus"], ["fail"]]
    assert len(asked_apart) == len(GRAPH) + 1
    assert asked == ["/joined/app.js"], "what has a bare name is there already"


def test_lines_of_an_error_lead_to_the_files_by_the_map(
    page: Page, asked: list[str], joined: Joined
) -> None:
    def frames(entry: str) -> list[tuple[str, int]]:
        found = FRAME.finditer(page.evaluate(FAIL, entry))
        return [(each["name"], int(each["line"])) for each in found]

    apart = frames("/apart/app.js")
    lines = [line for name, line in frames("/joined/app.js") if name == "app.js"]

    assert apart == [("parts/sum.js", 11), ("app.js", 17)]
    assert [places(joined.map)[line - 1] for line in lines] == apart
    assert joined.text.rstrip().endswith("//# sourceMappingURL=app.js.map")
