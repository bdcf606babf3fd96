"""The process's own log: JSON lines on standard error, control characters escaped."""

from __future__ import annotations

import logging
import sys

import structlog

__all__ = ["speak_aside", "start_journal"]


def start_journal(*, level: int = logging.INFO) -> None:
    """Send structlog, and what libraries log from warning on, to standard error."""
    shared = (
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.ExceptionRenderer(),
    )
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=structlog.processors.JSONRenderer(), foreign_pre_chain=shared
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)


def speak_aside() -> None:
    """Send structlog to standard error where nobody has sent it anywhere.

    What a command prints on standard output is read by programs.
    """
    if not structlog.is_configured():
        structlog.configure(logger_factory=lambda *names: structlog.PrintLogger(sys.stderr))
