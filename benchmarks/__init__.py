"""Ratios against named peers, measured in one run: never absolute figures, never tests."""
