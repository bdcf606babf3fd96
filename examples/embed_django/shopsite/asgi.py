"""What the server serves: the center below /cc, Django everywhere else."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shopsite.settings")
site = get_asgi_application()

# Only now may models be imported.
from shopsite.contact import center  # noqa: E402

application = center.attach(site, path="/cc")
