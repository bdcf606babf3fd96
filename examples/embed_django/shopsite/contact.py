"""The site's contact center, and how it knows who is signed in."""

from __future__ import annotations

from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.signals import user_logged_out
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections
from django.http import HttpRequest

from ccsdk import ContactCenter
from ccsdk.hooks import Credentials, Plugin, StaffSession, hookimpl


class DjangoStaff:
    """Tell the center who is signed in at the site."""

    @hookimpl
    def authenticate(self, credentials: Credentials) -> StaffSession | None:
        """Read Django's session; a plain function, so it may ask the database."""
        close_old_connections()
        request = HttpRequest()
        request.session = SessionStore(credentials.cookies.get(settings.SESSION_COOKIE_NAME))
        # It checks, too, that the password is still the one the session began with.
        user = get_user(request)
        if not user.is_authenticated:
            return None
        until_ms = int(request.session.get_expiry_date().timestamp() * 1000)
        return StaffSession(staff=user.get_username(), until_ms=until_ms)


center = ContactCenter(
    {
        "center": {"name": "shopsite"},
        "serve": {"sign_in_url": settings.LOGIN_URL},
        "queues": {"help": {"name": "Customer service"}},
        "agents": {"mei": {"name": "Mei Lin", "queues": ["help"]}},
        "supervisors": {"ada": {"name": "Ada"}},
        "accounts": {"web": {"channel": "chat", "queues": ["help"]}},
        "plugins": {"chat": {}, "desk": {}},
    },
    data=settings.CENTER_DATA,
    plugins=[
        Plugin(name="django", summary="The site's sign-in.", implementation=DjangoStaff),
    ],
)


def end_the_desk(user: Any, **_: Any) -> None:
    """Let nobody work on under an account that has signed out."""
    if user is not None:
        async_to_sync(center.end_sessions)(user.get_username())


user_logged_out.connect(end_the_desk)
