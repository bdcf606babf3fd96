"""Joining: the text of a module and what it imports, and what is refused with its place."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ccsdk.errors import ConfigurationError
from ccsdk.server.joining import Joiner, join


def folder(root: Path, **files: str) -> Path:
    """Write modules; `views__work` stands for `views/work.js`."""
    for name, text in files.items():
        path = root / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def joined(root: Path, entry: str = "app.js") -> str:
    def find(name: str) -> Path | None:
        path = root / name
        return path if path.is_file() else None

    return join(entry, find).text


def refusal(root: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        joined(root)
    return str(caught.value)


def test_what_is_imported_stands_before_what_imports_it(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        app='import { two } from "./views/two.js";\nconsole.log(two);\n',
        views__two='import { one } from "../one.js";\nexport const two = one + 1;\n',
        one="export const one = 1;\n",
    )

    text = joined(root)

    assert text.index("const one = 1;") < text.index("const two = one + 1;")
    assert text.index("const two = one + 1;") < text.index("console.log(two);")
    assert "import" not in text


def test_a_module_that_two_import_is_there_once(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        app='import { a } from "./a.js";\nimport { b } from "./b.js";\na(b);\n',
        a='import { state } from "./state.js";\nexport function a() { return state; }\n',
        b='import { state } from "./state.js";\nexport const b = state;\n',
        state="export const state = new Map();\n",
    )

    assert joined(root).count("new Map()") == 1


def test_bare_names_stay_requests_of_their_own_and_are_asked_for_once(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        app='import htm from "htm";\nimport { h } from "preact";\nimport "./a.js";\nhtm(h);\n',
        a='import { render as draw } from "preact";\ndraw();\n',
    )

    text = joined(root)

    assert text.count('from "preact"') == 1
    assert "const { default: htm } = $bare0;" in text
    assert "const { render: draw } = $bare1;" in text


def test_the_first_module_keeps_its_exports(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        app='export { one as uno } from "./one.js";\nexport class Two {}\n',
        one="export const one = 1;\n",
    )

    text = joined(root)

    assert "as uno };" in text
    assert "as Two };" in text


LATER = {
    "app": 'import { state } from "./state.js";\nstate.open = () => import("./later.js");\n',
    "later": 'import { add } from "./add.js";\nimport { h } from "preact";\nadd(h);\n',
    "add": 'import { state } from "./state.js";\nexport function add(x) { state[x] = x; }\n',
    "state": "export const state = new Map();\n",
}


def test_what_is_loaded_later_takes_what_is_there_from_the_first_module(tmp_path: Path) -> None:
    root = folder(tmp_path, **LATER)

    first = join("app.js", lambda name: root / name, within="app.js")
    later = join("later.js", lambda name: root / name, within="app.js")

    assert "export { $module1 };" in first.text
    assert later.text.split("\n") == [
        'import * as $bare0 from "preact";',
        'import { $module1 } from "./app.js";',
        "const $module3 = (() => {const { state: state } = $module1;",
        "function add(x) { state[x] = x; }",
        "return { add: add };",
        "})();",
        "const { add: add } = $module3;",
        "const { h: h } = $bare0;",
        "add(h);",
        "//# sourceMappingURL=later.js.map",
        "",
    ]
    assert json.loads(later.map)["sources"] == ["add.js", "later.js"]


def test_what_is_loaded_later_is_joined_anew_with_the_first_module(tmp_path: Path) -> None:
    joiner, root = Joiner(), folder(tmp_path, **LATER)
    joiner.joined("desk", "later.js", lambda name: root / name, within="app.js")

    (root / "app.js").write_text('import "./new.js";\n' + LATER["app"])
    os.utime(root / "app.js", ns=(1, 1))
    folder(tmp_path, new="one();\n")
    changed = joiner.joined("desk", "later.js", lambda name: root / name, within="app.js")

    assert changed is not None
    assert 'import { $module2 } from "./app.js";' in changed.text


def test_what_is_loaded_later_cannot_import_the_page_itself(tmp_path: Path) -> None:
    root = folder(tmp_path, **{**LATER, "add": 'import "./app.js";\nexport const add = 1;\n'})

    with pytest.raises(ConfigurationError, match="is the page's own"):
        join("later.js", lambda name: root / name, within="app.js")


def test_what_says_nothing_is_left_out_and_the_map_knows_every_other_line(tmp_path: Path) -> None:
    root = folder(
        tmp_path,
        app='import {\n  one,\n} from "./one.js";\n\nif (one) {\n  console.log(one);\n}\n',
        one="// What it is for.\n\n/**\n * At length.\n */\nexport const one = 1;\n",
    )

    made = join("app.js", lambda name: root / name)
    mapped = json.loads(made.map)

    assert mapped["sources"] == ["one.js", "app.js"]
    assert made.text.split("\n") == [
        "const $module1 = (() => {",
        "const one = 1;",
        "return { one: one };",
        "})();",
        "const { one: one } = $module1;",
        "if (one) {",
        "console.log(one);",
        "}",
        "//# sourceMappingURL=app.js.map",
        "",
    ]


def test_a_text_over_several_lines_keeps_its_white_space(tmp_path: Path) -> None:
    text = "sheet.replaceSync(`\n\n  p {\n    color: red;\n  }\n`);\n"
    root = folder(tmp_path, app=text)

    assert text in joined(root)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"app": 'import { a } from "./gone.js";\n'}, "gone.js: there is no such file"),
        ({"app": 'import { b } from "./a.js";\n', "a": "export const a = 1;\n"}, "exports no b"),
        ({"app": 'export { b } from "./a.js";\n', "a": "export const a = 1;\n"}, "exports no b"),
        ({"app": "\nexport default 1;\n"}, "app.js:2"),
        ({"app": "export let a = 1;\n"}, "app.js:1"),
        (
            {"app": 'import "./a.js";\n', "a": 'import "./b.js";\n', "b": 'import "./a.js";\n'},
            "a.js -> b.js -> a.js",
        ),
        (
            {"app": 'import "./views/a.js";\n', "views__a": "\nfetch(import.meta.url);\n"},
            "views/a.js:2",
        ),
        (
            {"app": 'import "./views/a.js";\n', "views__a": 'import("./b.js");\n'},
            "name another place",
        ),
        ({"app": 'import "./a.js";\n', "a": "const b = await c();\n"}, "may await at its top"),
    ],
)
def test_what_cannot_be_joined_is_refused_with_its_place(
    tmp_path: Path, files: dict[str, str], told: str
) -> None:
    assert told in refusal(folder(tmp_path, **files))


def test_the_first_module_may_await_and_ask_where_it_is(tmp_path: Path) -> None:
    root = folder(tmp_path, app="await begin();\nnew URL('x', import.meta.url);\n")

    assert "await begin();" in joined(root)


def test_a_changed_file_is_joined_anew(tmp_path: Path) -> None:
    joiner, root = Joiner(), folder(tmp_path, app='import "./a.js";\n', a="one();\n")
    first = joiner.joined("desk", "app.js", lambda name: root / name)
    again = joiner.joined("desk", "app.js", lambda name: root / name)

    (root / "a.js").write_text("two();\n")
    os.utime(root / "a.js", ns=(1, 1))
    changed = joiner.joined("desk", "app.js", lambda name: root / name)

    assert first is again
    assert changed is not None
    assert "two();" in changed.text


def test_what_cannot_be_joined_is_none_so_that_its_files_are_served_alone(tmp_path: Path) -> None:
    root = folder(tmp_path, app="export default 1;\n")

    assert Joiner().joined("desk", "app.js", lambda name: root / name) is None
