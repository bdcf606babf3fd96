"""An ordinary Django site: accounts, sessions, three pages."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

# What a proxy takes off the front of each path, if one does.
ROOT = os.environ.get("ROOT_PATH", "")
CENTER_DATA = Path(os.environ.get("CENTER_DATA", "data"))
CENTER_DATA.mkdir(mode=0o700, parents=True, exist_ok=True)

# Who is signed in must sign in again after a restart; a real site keeps its key.
SECRET_KEY = os.environ.get("SECRET_KEY") or get_random_secret_key()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *os.environ.get("HOSTS", "").split()]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": CENTER_DATA / "site.sqlite3"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "shopsite.urls"
USE_TZ = True
LOGIN_URL = f"{ROOT}/sign-in"
LOGIN_REDIRECT_URL = f"{ROOT}/office"
LOGOUT_REDIRECT_URL = f"{ROOT}/"
