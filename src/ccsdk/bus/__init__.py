"""Cursor fan-out over the log, and who is connected."""
