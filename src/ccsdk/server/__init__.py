"""Raw ASGI doors: WebSocket, HTTP, sign-in, static files."""
