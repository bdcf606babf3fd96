"""`python -m ccsdk_knowledge`: the commands of `ccsdk knowledge`, without a center."""

from __future__ import annotations

from ccsdk_knowledge.command_line import group

if __name__ == "__main__":
    group(prog_name="python -m ccsdk_knowledge")
