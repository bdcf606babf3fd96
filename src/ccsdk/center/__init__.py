"""The composition root: the writer, the only clock, ids and randomness."""
