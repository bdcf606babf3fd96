"""Findings as people and machines read them: text, JSON, JSON Lines, SARIF, GitHub."""
