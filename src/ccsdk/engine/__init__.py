"""The engine: `(state, command, now) -> events`, without clock, chance or I/O."""
