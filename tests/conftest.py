"""Hypothesis profiles: `ci` is the same search every time, `dev` and `soak` search anew."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Two cores shared with a browser make any deadline a matter of luck.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("dev", deadline=None, print_blob=True)
settings.register_profile("soak", deadline=None, max_examples=10_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
