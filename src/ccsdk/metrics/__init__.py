"""Measures as data, facts as folds over the log: each figure can be opened and recomputed."""
