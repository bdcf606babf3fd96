"""The bus protocol without I/O: frames, links, resume, errors."""
