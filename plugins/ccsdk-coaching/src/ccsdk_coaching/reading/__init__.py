"""How a text is read: source map, paragraphs, sentences, zones, tokens."""
