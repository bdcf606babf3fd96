"""The constraints pin versions and name no host."""

from __future__ import annotations

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.meta.tree import PLUGINS, ROOT

LINE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9.!+]+")


def lines() -> list[str]:
    return (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()


def pinned() -> dict[str, str]:
    return {canonicalize_name(name): version for name, version in (x.split("==") for x in lines())}


def test_each_line_is_a_name_and_a_version() -> None:
    odd = [line for line in lines() if not LINE.fullmatch(line)]

    assert lines()
    assert odd == []


def test_no_line_names_a_place() -> None:
    places = [line for line in lines() if "://" in line or "@" in line]

    assert places == []


def test_every_declared_requirement_is_pinned_where_it_allows() -> None:
    versions = pinned()
    declared = []
    for folder in (ROOT, *PLUGINS):
        metadata = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
        declared += metadata["build-system"]["requires"] + metadata["project"]["dependencies"]
        for extra in metadata["project"].get("optional-dependencies", {}).values():
            declared += extra
    wanted = [Requirement(text) for text in declared if not text.startswith("ccsdk-")]

    missing = [str(r) for r in wanted if canonicalize_name(r.name) not in versions]
    outside = [
        str(r) for r in wanted if versions.get(canonicalize_name(r.name), "0") not in r.specifier
    ]

    assert missing == []
    assert outside == []


def test_our_own_distributions_are_not_pinned() -> None:
    ours = [name for name in pinned() if name.startswith("ccsdk")]

    assert ours == []
