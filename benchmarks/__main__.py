"""Run every benchmark, or those named: `python -m benchmarks decisions`."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = (
    "decisions",
    "shares",
    "commands",
    "figures",
    "conditions",
    "scorers",
    "imports",
    "hooks",
    "coaching",
)


def main() -> None:
    chosen = sys.argv[1:] or NAMES
    for name in chosen:
        if name not in NAMES:
            sys.exit(f"there is no benchmark {name!r}; there are {', '.join(NAMES)}")
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
