"""What each event does to the state: no guard, no choice, nothing emitted."""
