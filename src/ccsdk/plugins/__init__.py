"""The plugin host: discovery, order, settings, registration."""
