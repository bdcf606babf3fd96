"""Stores that keep a center's log."""
