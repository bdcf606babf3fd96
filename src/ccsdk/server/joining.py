"""Joining: a browser module and all it imports from its own folder, as one answer.

Nothing is built or shipped otherwise than written; a page just asks once instead of fifty
times. Every module becomes a function whose result is its exports, in the order in which a
browser would run them, line for line. Imports, and comments that fill their lines, are left
out, as is the indentation where no text can run over lines; a source map leads every other
line back to its file.

What can be joined is what a reader can follow: named imports and exports that begin their
line, no cycles, no `export let`, and `await` at the top of the first module only. What
cannot is refused with its place. A module that is imported by a bare name, or with
`import()`, stays a request of its own. The latter shares state with the joined part if it is
joined `within` it: what the first part holds is then taken from there, as a browser would.

Source: ECMA-262, section 16.2, Modules; ECMA-426, Source map format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import attrs
import structlog

from ccsdk.errors import ConfigurationError

__all__ = ["Find", "Joined", "Joiner", "join"]

_log = structlog.get_logger("ccsdk.server")

# The file behind a path relative to the folder, None if there is none.
Find = Callable[[str], Path | None]

_NAMES = r"\{(?P<names>[^{}]*)\}"
_IMPORT = re.compile(
    rf"^import\s+(?:(?:{_NAMES}|\*\s+as\s+(?P<whole>[\w$]+)|(?P<default>[\w$]+))\s*from\s*)?"
    r'"(?P<source>[^"\n]+)";?',
    re.MULTILINE,
)
_EXPORTS = re.compile(rf'^export\s*{_NAMES}(?:\s*from\s*"(?P<source>[^"\n]+)")?;?', re.MULTILINE)
_DECLARED = re.compile(
    r"^export\s+(?=(?:async\s+function|function|class|const)\b[\s*]*(?P<name>[\w$]+)\b)",
    re.MULTILINE,
)
_LEFT = re.compile(r"^(?:import\s*[\w{*\"']|export\b).*$", re.MULTILINE)
# At the top nothing is indented; a line that begins a function of its own may wait in it.
_AWAIT = re.compile(r"^(?!.*\basync\b)[^\s/*].*?\bawait\b|^await\b", re.MULTILINE)
_PLACED = re.compile(r"\bimport\s*(?:\.\s*meta|\()")
_COMMENT = re.compile(r"^[ \t]*(?://(?!#)[^\n]*|/\*\*(?:(?!\*/)[\s\S])*\*/)[ \t]*$", re.MULTILINE)
# A line that is left out; no module can hold it.
_NOTHING = "\0"
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@attrs.frozen(kw_only=True)
class Joined:
    """Hold a joined module, its source map as JSON, and the files that it was made of."""

    text: str
    map: str
    files: tuple[Path, ...]


@attrs.define
class _Module:
    name: str
    text: str
    local: str
    exports: dict[str, str] = attrs.field(factory=dict)

    def refuse(self, at: int, problem: str) -> ConfigurationError:
        line = self.text.count("\n", 0, at) + 1
        return ConfigurationError(path=f"{self.name}:{line}", problem=problem)


@attrs.define
class Joiner:
    """Join modules as they are asked for, anew once one of their files has changed."""

    _made: dict[tuple[str, str], tuple[tuple[int, ...], Joined]] = attrs.field(factory=dict)
    _told: set[tuple[str, str]] = attrs.field(factory=set)

    def joined(
        self, plugin: str, entry: str, find: Find, *, within: str | None = None
    ) -> Joined | None:
        """Return a plugin's joined module; None where each file has to be served alone."""
        key = (plugin, entry)
        if (made := self._made.get(key)) and made[0] == _stamps(made[1].files):
            return made[1]
        try:
            joined = join(entry, find, within=within)
        except (ConfigurationError, OSError, UnicodeDecodeError) as error:
            if key not in self._told:
                _log.warning("modules.not_joined", plugin=plugin, entry=entry, problem=str(error))
            self._told.add(key)
            return None
        self._made[key] = (_stamps(joined.files), joined)
        return joined


def _stamps(files: tuple[Path, ...]) -> tuple[int, ...]:
    try:
        return tuple(file.stat().st_mtime_ns for file in files)
    except OSError:
        return ()


def join(entry: str, find: Find, *, within: str | None = None) -> Joined:
    """Return a module with everything that it imports by a relative name.

    Args:
        entry: Its path in the folder, such as `app.js`; what it exports stays exported.
        find: Finds the files of the folder.
        within: The module in whose page this one is loaded later, and beside which it lies;
            the same as `entry` if this is the one that others are loaded within.

    Raises:
        ConfigurationError: A file is missing, or written so that it cannot be joined.
    """
    first = None
    if within not in (None, entry):
        first = _Joint(entry=within, find=find)
        first.take(within)
    joint = _Joint(entry=entry, find=find, first=first, is_shared=within == entry)
    joint.take(entry)
    return joint.result()


@attrs.define(kw_only=True)
class _Joint:
    """Collect modules in the order in which a browser would run them."""

    entry: str
    find: Find
    # What is loaded already.
    first: _Joint | None = None
    # Whether others are loaded within it.
    is_shared: bool = False
    lent: dict[str, None] = attrs.field(factory=dict)
    modules: dict[str, _Module] = attrs.field(factory=dict)
    open: list[str] = attrs.field(factory=list)
    files: list[Path] = attrs.field(factory=list)
    bare: dict[str, str] = attrs.field(factory=dict)
    parts: list[tuple[str, str]] = attrs.field(factory=list)

    def take(self, name: str) -> _Module:
        """Return a module, after what it imports."""
        if name in self.open:
            way = " -> ".join((*self.open[self.open.index(name) :], name))
            raise ConfigurationError(path=name, problem=f"modules import each other: {way}")
        if name in self.modules:
            return self.modules[name]
        if self.first is not None and name in self.first.modules:
            return self._lent(self.first.modules[name])
        file = self.find(name)
        if file is None:
            raise ConfigurationError(path=name, problem="there is no such file")
        module = _Module(name, file.read_text(encoding="utf-8"), f"$module{self._count()}")
        self.files.append(file)
        self.open.append(name)
        body = self._body(module)
        self.open.pop()
        self.modules[name] = module
        self.parts.append((name, body))
        return module

    def _count(self) -> int:
        return len(self.files) + (self.first._count() if self.first else 0)

    def _lent(self, module: _Module) -> _Module:
        if self.first is not None and module.name == self.first.entry:
            raise ConfigurationError(path=self.entry, problem=f"{module.name} is the page's own")
        self.lent[module.local] = None
        return module

    def _body(self, module: _Module) -> str:
        is_moved = PurePosixPath(module.name).parent != PurePosixPath(self.entry).parent
        if is_moved and (placed := _PLACED.search(_COMMENT.sub("", module.text))):
            problem = "import.meta and import() name another place once joined"
            raise module.refuse(module.text.index(placed[0]), problem)
        if module.name != self.entry and (waiting := _AWAIT.search(module.text)):
            raise module.refuse(waiting.start(), "only the first module may await at its top")
        text = _IMPORT.sub(lambda found: self._imported(module, found), module.text)
        text = _EXPORTS.sub(lambda found: self._exported(module, found), text)
        text = _DECLARED.sub(lambda found: self._declared(module, found), text)
        text = _COMMENT.sub(lambda found: _in_place("", found), text)
        if _is_plain(module.text):
            text = "\n".join(line.strip() or _NOTHING for line in text.split("\n"))
        if left := _LEFT.search(text):
            at = module.text.find(left[0])
            raise module.refuse(at, f"{left[0][:60]!r} is no form that can be joined")
        if module.name == self.entry:
            return text + self._entry_exports(module)
        pairs = ", ".join(f"{outer}: {inner}" for outer, inner in module.exports.items())
        inside = f"{text.removeprefix(_NOTHING)}\nreturn {{ {pairs} }};\n"
        return f"const {module.local} = (() => {{{inside}}})();"

    def _imported(self, module: _Module, found: re.Match[str]) -> str:
        source, whole = found["source"], found["whole"]
        if not source.startswith("."):
            local = self.bare.setdefault(source, f"$bare{len(self.bare)}")
            exports = None
        else:
            imported = self.take(_resolved(module.name, source))
            local, exports = imported.local, imported.exports
        if whole:
            return _in_place(f"const {whole} = {local};", found)
        default = f"default as {found['default']}" if found["default"] else ""
        names = list(_pairs(found["names"] or default))
        for outer, _ in names:
            if exports is not None and outer not in exports:
                raise module.refuse(found.start(), f"{source} exports no {outer}")
        taken = ", ".join(f"{outer}: {inner}" for outer, inner in names)
        return _in_place(f"const {{ {taken} }} = {local};" if names else "", found)

    def _exported(self, module: _Module, found: re.Match[str]) -> str:
        source = found["source"]
        if source is None:
            module.exports.update({outer: inner for inner, outer in _pairs(found["names"])})
            return _in_place("", found)
        imported = self.take(_resolved(module.name, source))
        for inner, outer in _pairs(found["names"]):
            if inner not in imported.exports:
                raise module.refuse(found.start(), f"{source} exports no {inner}")
            module.exports[outer] = f"{imported.local}.{inner}"
        return _in_place("", found)

    @staticmethod
    def _declared(module: _Module, found: re.Match[str]) -> str:
        module.exports[found["name"]] = found["name"]
        return ""

    @staticmethod
    def _entry_exports(module: _Module) -> str:
        """Return what the first module exports to others; its own declarations again."""
        lines = []
        for number, (outer, inner) in enumerate(module.exports.items()):
            own = f"$export{number}"
            lines.append(f"\nconst {own} = {inner};\nexport {{ {own} as {outer} }};")
        return "".join(lines)

    def result(self) -> Joined:
        """Return all parts as one text, with the map of its lines."""
        imports = [f'import * as {local} from "{name}";' for name, local in self.bare.items()]
        if self.first is not None and self.lent:
            imports.append(f'import {{ {", ".join(self.lent)} }} from "./{self.first.entry}";')
        lines = [*imports]
        places: list[tuple[int, int] | None] = [None] * len(imports)
        for index, (_, body) in enumerate(self.parts):
            rows = [(row, line) for row, line in enumerate(body.split("\n")) if line != _NOTHING]
            lines += [line for _, line in rows]
            places += [(index, row) for row, _ in rows]
        if self.is_shared:
            own = [each.local for each in self.modules.values() if each.name != self.entry]
            lines.append(f"export {{ {', '.join(own)} }};")
        name = PurePosixPath(self.entry).name
        lines.append(f"//# sourceMappingURL={name}.map")
        sources = [part for part, _ in self.parts]
        source_map = {"version": 3, "sources": sources, "names": [], "mappings": _mappings(places)}
        text = "\n".join(lines) + "\n"
        files = (*self.files, *(self.first.files if self.first else ()))
        return Joined(text=text, map=json.dumps(source_map), files=files)


def _resolved(importer: str, source: str) -> str:
    """Return the path in the folder that a relative name leads to."""
    parts: list[str] = []
    for part in (PurePosixPath(importer).parent / source).parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _pairs(names: str) -> Iterator[tuple[str, str]]:
    """Yield (name, name after `as`) of a list between braces."""
    for each in filter(None, (part.strip() for part in names.split(","))):
        first, _, second = each.partition(" as ")
        yield first.strip(), (second or first).strip()


def _is_plain(text: str) -> bool:
    """Return whether no template or string of a module can run over lines.

    One that did would leave a lone backtick on the lines where it begins and ends.
    """
    return not any(line.count("`") % 2 or line.endswith("\\") for line in text.split("\n"))


def _in_place(text: str, found: re.Match[str]) -> str:
    """Return what stands for something now, on as many lines, of which some hold nothing.

    A line that was empty before may be part of a text, so those are marked.
    """
    lines = [text or _NOTHING, *[_NOTHING] * found[0].count("\n")]
    return "\n".join(lines)


def _mappings(places: list[tuple[int, int] | None]) -> str:
    """Return one mapping per line, each relative to the one before."""
    rows, source, line = [], 0, 0
    for place in places:
        if place is None:
            rows.append("")
            continue
        steps = (0, place[0] - source, place[1] - line, 0)
        source, line = place
        rows.append("".join(_digits(step) for step in steps))
    return ";".join(rows)


def _digits(number: int) -> str:
    """Return a number as the map writes it: base 64, five bits a digit, the sign last."""
    rest, text = (abs(number) << 1) | (number < 0), ""
    while True:
        rest, digit = rest >> 5, rest & 31
        text += _DIGITS[digit | (32 if rest else 0)]
        if not rest:
            return text
