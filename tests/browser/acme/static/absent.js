// Loads well, but defines nothing.
