"""Conformance classes: subclass one, say how to make your implementation, and run it."""
