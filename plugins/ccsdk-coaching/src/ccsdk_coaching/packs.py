"""What a house or a third party adds: rules and words, as a contribution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from ccsdk.errors import ConfigurationError
from ccsdk.hooks.contributions import Contribution
from ccsdk_coaching.model import Rule, marked

__all__ = ["LintPack", "joined_rules", "require_examples"]


@attrs.frozen(kw_only=True)
class LintPack(Contribution):
    """Add rules and words to the linter.

    Args:
        name: Of the pack, for messages.
        rules: Rules with codes that nobody else has in the same language.
        lexicon: Words by class, such as `{"skill": ("upsell",)}`; see `lexicon.en.CLASSES`.
    """

    name: str
    rules: tuple[Rule, ...] = ()
    lexicon: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)


def require_examples(rule: Rule, *, pack: str) -> None:
    """Refuse a rule without examples.

    Raises:
        ConfigurationError: It has no bad or no good example, or a bad one marks no span.
    """
    path = f"{pack}.{rule.code}"
    if not rule.bad or not rule.good:
        problem = "a rule needs bad and good examples: without them it does not load"
        raise ConfigurationError(path=path, problem=problem)
    for example in rule.bad:
        try:
            marked(example)
        except ValueError as error:
            raise ConfigurationError(path=path, problem=str(error)) from error


def joined_rules(own: Iterable[Rule], packs: Iterable[LintPack]) -> tuple[Rule, ...]:
    """Return all rules, checked.

    Raises:
        ConfigurationError: Two have one code in one language, or one has no examples.
    """
    owners: dict[tuple[str, str], str] = {}
    rules: list[Rule] = []
    sources = [("ccsdk-coaching", tuple(own)), *((pack.name, pack.rules) for pack in packs)]
    for pack, given in sources:
        for rule in given:
            require_examples(rule, pack=pack)
            for language in rule.languages:
                other = owners.setdefault((rule.code, language), pack)
                if other != pack or any(
                    each.code == rule.code and language in each.languages for each in rules
                ):
                    problem = f"{rule.code} is a rule of {other} and of {pack}, both for {language}"
                    raise ConfigurationError(path=f"{pack}.{rule.code}", problem=problem)
            rules.append(rule)
    return tuple(rules)
