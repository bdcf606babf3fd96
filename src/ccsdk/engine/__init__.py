"""The routing engine: sans-IO, deterministic, one state, commands in, events out."""
