"""Let `python -m ccsdk.cli` be the command line."""

from __future__ import annotations

from ccsdk.cli.program import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
