"""`python -m ccsdk_coaching FILE...`: the linter without `ccsdk` and without a center."""

from __future__ import annotations

from ccsdk_coaching.cli import coach_lint

if __name__ == "__main__":
    coach_lint(prog_name="coach-lint")
