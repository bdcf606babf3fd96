"""Previews: an image decoded, and written anew, small and without what it may have hidden.

Only what we wrote ourselves is ever shown inside a page. Decoding is bounded before it
begins: by format, by pixels, by the proportion of the sides, by how often a decoder would
have to begin again, since nothing ends one that computes for hours. A ratio of unpacked to packed
bytes would refuse honest screenshots, which are mostly one colour.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import BinaryIO

__all__ = ["PREVIEW_MEDIA", "PREVIEW_SIDE_MAX", "has_codecs", "make_preview"]

# The media types that have a preview, and the one decoder that each may reach.
_DECODERS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
}
PREVIEW_MEDIA = frozenset(_DECODERS)
PREVIEW_SIDE_MAX = 1_024
PIXELS_MAX = 25_000_000
SIDES_RATIO_MAX = 100
QUALITY = 80
# What makes a decoder begin again, and how often it does in any image that people take: a
# scan of a JPEG goes over all pixels, and each part of its EXIF is copied with all before it.
_AGAIN = {"image/jpeg": ((b"\xff\xda", 32), (b"Exif\0\0", 64))}


@cache
def has_codecs() -> bool:
    """Return whether Pillow is installed, with WebP (the extra `images`)."""
    try:
        from PIL import features
    except ImportError:
        return False
    return bool(features.check("webp"))


def make_preview(file: BinaryIO, media: str) -> bytes | None:
    """Return an image as WebP of at most 1024 pixels a side, None if it is not to be shown.

    The first frame counts, turned as its EXIF says; no metadata is carried over. Call it on
    a thread: it computes for up to a second and takes some 100 MB while it does.

    Args:
        file: The bytes, from their beginning.
        media: One of `PREVIEW_MEDIA`, by its bytes.
    """
    from PIL import Image, ImageOps

    if _is_endless(file, media):
        return None
    try:
        with Image.open(file, formats=[_DECODERS[media]]) as image:
            if not _is_decent(image.size):
                return None
            # Lets the JPEG decoder skip what nobody will see.
            image.draft(None, (PREVIEW_SIDE_MAX, PREVIEW_SIDE_MAX))
            drawn = image.convert("RGBA" if image.has_transparency_data else "RGB")
        drawn.thumbnail((PREVIEW_SIDE_MAX, PREVIEW_SIDE_MAX))
        upright = ImageOps.exif_transpose(drawn)
        # A new image has nothing but its pixels: no EXIF, no colour profile, no comment.
        clean = Image.new(upright.mode, upright.size)
        clean.paste(upright)
        body = BytesIO()
        clean.save(body, "WEBP", quality=QUALITY)
        return body.getvalue()
    except Exception:
        # Whatever a decoder raises about a stranger's bytes means the same: no picture.
        return None


def _is_endless(file: BinaryIO, media: str) -> bool:
    """Return whether a decoder would begin again and again.

    Source: "Two Issues with the JPEG Standard", on the site of libjpeg-turbo.
    """
    marks = _AGAIN.get(media, ())
    body = file.read() if marks else b""
    file.seek(0)
    return any(body.count(mark) > most for mark, most in marks)


def _is_decent(size: tuple[int, int]) -> bool:
    width, height = size
    if width < 1 or height < 1 or width * height > PIXELS_MAX:
        return False
    return max(size) <= min(size) * SIDES_RATIO_MAX
