"""The rules and guards of the plugin and of packs, joined and checked.

What a pack is stands apart: a contribution to a center, for which a linter alone need not wait.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ccsdk.errors import ConfigurationError
from ccsdk.model.spelling import nearest
from ccsdk_coaching.model import Rule, marked
from ccsdk_coaching.voices import POLICIES

if TYPE_CHECKING:
    from ccsdk_coaching.packs import Guard, LintPack

__all__ = ["joined_guards", "joined_rules", "require_examples"]


def require_examples(one: Rule | Guard, *, path: str) -> None:
    """Refuse a rule or a guard without examples.

    Raises:
        ConfigurationError: It has no bad or no good example, or a bad one marks no span.
    """
    if not one.bad or not one.good:
        problem = "a rule or guard needs bad and good examples: without them it does not load"
        raise ConfigurationError(path=path, problem=problem)
    for example in one.bad:
        try:
            marked(example)
        except ValueError as error:
            raise ConfigurationError(path=path, problem=str(error)) from error


def joined_rules(own: Iterable[Rule], packs: Iterable[LintPack]) -> tuple[Rule, ...]:
    """Return all rules, checked.

    Raises:
        ConfigurationError: Two have one code in one language, or one has no examples or an
            unknown quote policy.
    """
    owners: dict[tuple[str, str], str] = {}
    rules: list[Rule] = []
    sources = [("ccsdk-coaching", tuple(own)), *((pack.name, pack.rules) for pack in packs)]
    for pack, given in sources:
        for rule in given:
            require_examples(rule, path=f"{pack}.{rule.code}")
            if rule.quote_policy not in POLICIES:
                problem = f"{rule.quote_policy!r} is no quote policy: {', '.join(POLICIES)}"
                raise ConfigurationError(path=f"{pack}.{rule.code}", problem=problem)
            for language in rule.languages:
                other = owners.setdefault((rule.code, language), pack)
                if other != pack or any(
                    each.code == rule.code and language in each.languages for each in rules
                ):
                    problem = f"{rule.code} is a rule of {other} and of {pack}, both for {language}"
                    raise ConfigurationError(path=f"{pack}.{rule.code}", problem=problem)
            rules.append(rule)
    return tuple(rules)


def joined_guards(packs: Iterable[LintPack], rules: Iterable[Rule]) -> tuple[Guard, ...]:
    """Return all guards, checked.

    Raises:
        ConfigurationError: Two have one name, one names no rule, or one has no examples.
    """
    codes = {rule.code for rule in rules}
    owners: dict[str, str] = {}
    guards: list[Guard] = []
    for pack in packs:
        for guard in pack.guards:
            path = f"{pack.name}.{guard.name}"
            require_examples(guard, path=path)
            if guard.name in owners:
                problem = f"{guard.name} is a guard of {owners[guard.name]} and of {pack.name}"
                raise ConfigurationError(path=path, problem=problem)
            owners[guard.name] = pack.name
            for code in guard.codes or ("",):
                if code not in codes:
                    problem = f"{code!r} is no code of a rule"
                    near = nearest(code, codes)
                    raise ConfigurationError(path=path, problem=problem, nearest=near)
            guards.append(guard)
    return tuple(guards)
