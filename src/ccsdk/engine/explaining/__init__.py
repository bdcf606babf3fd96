"""Explaining: why the engine did what it did, found again by scans of a state."""
