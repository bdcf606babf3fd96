"""Classes of words, by language; no phrase is here that a class can say."""
