"""Fakes, clocks and conformance classes for tests of ccsdk and its plugins."""
