"""What a center may configure of the chat on its pages: texts, questions, who may frame it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import attrs
import msgspec

from ccsdk.model.values import Id

__all__ = ["AccountSettings", "ChatSettings", "FormSettings", "Texts", "told"]

Language = Literal["en", "zh-Hans", "zh-Hant"]
Asked = Literal["off", "optional", "required"]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Greeting = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]
Label = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
# RFC 6454, section 6.2: what a browser calls an origin.
Origin = Annotated[
    str,
    msgspec.Meta(
        max_length=300,
        pattern=r"^https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?$",
        description="an origin such as 'https://shop.example', without a path",
    ),
]


HelpUrl = Annotated[
    str,
    msgspec.Meta(
        max_length=2_000,
        pattern=r"^https?://[^\s/][^\s]*$",
        description="an address such as 'https://shop.example/help'",
    ),
]


@attrs.frozen(kw_only=True)
class Texts:
    """Say in one language what the page's chat is called and how it greets.

    `topics` maps a queue of the account to what customers read; order is shown order. The
    page at `help_url` is what self-service leads to: without one, nobody is offered any.
    """

    title: Title | None = None
    greeting: Greeting | None = None
    help_url: HelpUrl | None = None
    topics: Mapping[Id, Label] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class FormSettings:
    """Say what is asked before a chat; a topic is asked for where there are `topics`."""

    name: Asked = "off"
    email: Asked = "off"
    topic: Asked = "off"


@attrs.frozen(kw_only=True)
class AccountSettings(Texts):
    """Say how the chat of one account differs from the others."""

    texts: Mapping[Language, Texts] = attrs.field(factory=dict)
    form: FormSettings | None = None
    files: bool | None = None


@attrs.frozen(kw_only=True)
class ChatSettings(Texts):
    """Configure the chat of every account, and by `accounts` of single ones.

    `texts` are by language, and win over the plain ones. `files` lets customers send files.
    `frame_origins` are the sites that may show the chat in a frame, see `data-frame`.
    """

    texts: Mapping[Language, Texts] = attrs.field(factory=dict)
    form: FormSettings = attrs.field(factory=FormSettings)
    files: bool = True
    frame_origins: tuple[Origin, ...] = ()
    accounts: Mapping[Id, AccountSettings] = attrs.field(factory=dict)


def told(settings: ChatSettings, account: str, language: str) -> dict[str, Any]:
    """Return what the page of an account is told in a language.

    What is nearer wins: the account's texts before everybody's, and among each those in the
    language before the plain ones. An unknown account is told what is everybody's.
    """
    own = settings.accounts.get(account, AccountSettings())
    form = own.form or settings.form
    nearest_first = [
        found
        for each in (own, settings)
        for found in (_in_language(each.texts, language), each)
        if found is not None
    ]
    return {
        "title": next((each.title for each in nearest_first if each.title), None),
        "greeting": next((each.greeting for each in nearest_first if each.greeting), None),
        "help_url": next((each.help_url for each in nearest_first if each.help_url), None),
        "topics": next((each.topics for each in nearest_first if each.topics), {}),
        "form": {name: how for name, how in attrs.asdict(form).items() if how != "off"},
        "files": settings.files if own.files is None else own.files,
        "frame_origins": settings.frame_origins,
    }


def _in_language(texts: Mapping[Language, Texts], language: str) -> Texts | None:
    return next((found for name, found in texts.items() if name == language), None)
