"""The Python client of the bus, and the browser's in static/."""
