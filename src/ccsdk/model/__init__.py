"""Values, commands, events, topics, grants: the words everything else is written in."""
