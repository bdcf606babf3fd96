"""The log: an append-only, chained record of events and accepted commands, one per center."""
