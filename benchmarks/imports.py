"""How long until `import ccsdk` and `ccsdk --help` are there, against what they stand on.

Each is a process of its own. The pairs take turns, and the fastest of each counts: whatever
else the machine does only ever adds. Bound: 1.5 times.
"""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

ROUNDS = 15
BOUND = 1.5

# What is measured -> what it is, and what it cannot do without.
PAIRS = {
    "import ccsdk": ("import ccsdk", "import importlib"),
    "ccsdk --help": (
        "import sys; sys.argv = ['ccsdk', '--help']; from ccsdk.cli import main; main()",
        "import click; from importlib.metadata import entry_points;"
        "list(entry_points(group='ccsdk.cli.v1'))",
    ),
}


def main() -> None:
    for name, (ours, needed) in PAIRS.items():
        own_ms, needed_ms = fastest(ours, needed)
        ratio = own_ms / needed_ms
        verdict = "ok" if ratio < BOUND else f"OVER {BOUND}"
        print(
            f"{name}: {own_ms:.1f} ms, what it needs {needed_ms:.1f} ms: {ratio:.2f} x, {verdict}"
        )


def fastest(*scripts: str) -> list[float]:
    """Return the fastest round of each script, in ms."""
    rounds = [[elapsed_ms(script) for script in scripts] for _ in range(ROUNDS)]
    return [min(column) for column in zip(*rounds, strict=True)]


def elapsed_ms(script: str) -> float:
    """Return how long a process runs that does nothing else."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", script], stdout=subprocess.DEVNULL, check=True)
    return (perf_counter() - start) * 1_000


if __name__ == "__main__":
    main()
