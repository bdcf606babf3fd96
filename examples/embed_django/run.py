"""Make the database and its three people, then serve the site with uvicorn's defaults."""

from __future__ import annotations

import os

import django
import uvicorn
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopsite.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import User

    for name in ("mei", "ada", "pat"):
        if not User.objects.filter(username=name).exists():
            User.objects.create_user(name, password="tea")
    port, root = int(os.environ.get("PORT", "8000")), os.environ.get("ROOT_PATH", "")
    uvicorn.run("shopsite.asgi:application", port=port, root_path=root)


if __name__ == "__main__":
    main()
