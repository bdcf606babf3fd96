"""What each command and each deadline leads to: guards first, then events."""
