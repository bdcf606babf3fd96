"""`ccsdk token`: a bearer token or a one-time link, from the server or from the data itself."""

from __future__ import annotations

from pathlib import Path
from urllib.error import URLError

import attrs
import click

from ccsdk.center.settings import CenterSettings
from ccsdk.cli.place import address_of, data_folder, draw
from ccsdk.cli.run_file import find_running
from ccsdk.cli.wish import Wish
from ccsdk.errors import ConfigurationError
from ccsdk.model.duration import duration_ms
from ccsdk.model.principal import Role
from ccsdk.model.spelling import nearest

__all__ = ["token", "ttl_ms_of"]


def token(
    center: Path,
    data: Path | None,
    role: str,
    id_: str | None,
    account: str | None,
    ttl: str | None,
    link: bool,
) -> None:
    """Print the token alone, or the whole address of a one-time link.

    The running server is asked if there is one; else the data is opened, which works
    while nobody else holds it.
    """
    blueprint = draw(center)
    settings = blueprint.settings
    wish = Wish(role=role, id=id_, account=account, ttl_ms=ttl_ms_of(ttl), link=link)
    wish = _checked(wish, settings)
    folder = data_folder(blueprint, data)
    running = find_running(folder)
    serve = settings.serve
    address = address_of(serve, serve.host, serve.port)
    found = None
    if running is not None:
        body = {k: v for k, v in attrs.asdict(wish).items() if v is not None}
        try:
            found = str(running.ask("/control/token", body)["token"])
            address = running.address
        except URLError:
            # A server that was killed leaves its file behind.
            found = None
    if found is None:
        # A store and a center are only loaded where no server does the work.
        from ccsdk.cli.minting import mint

        found = mint(blueprint, folder, wish)
    click.echo(f"{address}/auth/link#{found}" if link else found)


def ttl_ms_of(text: str | None) -> int | None:
    """Return how long a token is to be good for, as the command line says it.

    Raises:
        ConfigurationError: It is no duration.
    """
    try:
        return None if text is None else duration_ms(text)
    except ValueError as error:
        raise ConfigurationError(path="--ttl", problem=str(error)) from error


def _checked(wish: Wish, settings: CenterSettings) -> Wish:
    """Refuse who is not there, naming who is; find a visitor's account if there is one."""
    if wish.role == "visitor":
        if wish.link:
            raise ConfigurationError(path="--link", problem="links are for agents and supervisors")
        return attrs.evolve(wish, account=_account(wish.account, settings))
    known = [id_ for id_, role in settings.staff().items() if role is Role(wish.role)]
    if wish.id not in known:
        problem = f"there is no {wish.role} {wish.id!r}" if wish.id else "is missing"
        names = ", ".join(known) or "nobody"
        raise ConfigurationError(
            path="--id",
            problem=f"{problem}; known: {names}",
            nearest=nearest(wish.id or "", known),
        )
    return wish


def _account(account: str | None, settings: CenterSettings) -> str:
    known = sorted(settings.accounts)
    if account is None and len(known) == 1:
        return known[0]
    if account is None or account not in settings.accounts:
        problem = f"there is no account {account!r}" if account else "is missing"
        raise ConfigurationError(
            path="--account",
            problem=f"{problem}; known: {', '.join(known) or 'none'}",
            nearest=nearest(account or "", known),
        )
    return account
