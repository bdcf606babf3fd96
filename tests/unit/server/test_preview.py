from __future__ import annotations

import asyncio
import builtins
import random
import tracemalloc
from io import BytesIO
from typing import Any

import attrs
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from ccsdk.errors import OverloadedError
from ccsdk.hooks.ports import FileInfo
from ccsdk.log.memory_files import MemoryFileStore
from ccsdk.server import previews
from ccsdk.server.preview import PREVIEW_SIDE_MAX, has_codecs, make_preview
from ccsdk.server.previews import Previews
from ccsdk.testing.conformance.file_store import made_file
from tests.unit.server.media_samples import (
    image,
    jpeg_of_exif,
    jpeg_of_scans,
    packed,
    png_bomb,
    png_with,
)

CANARY = "51.5007N 0.1246W"


def shown(body: bytes, media: str = "image/png") -> Image.Image:
    made = make_preview(BytesIO(body), media)
    assert made is not None
    return Image.open(BytesIO(made))


def with_exif(kind: str, **exif: Any) -> bytes:
    picture = Image.open(BytesIO(image("PNG", (40, 20))))
    tags = Image.Exif()
    tags[0x010E] = CANARY
    for tag, value in exif.items():
        tags[int(tag[1:], 16)] = value
    body = BytesIO()
    picture.save(body, kind, exif=tags)
    return body.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_image_of_each_kind_is_written_anew_as_webp(kind: str) -> None:
    picture = shown(image(kind), f"image/{kind.lower()}")

    assert (picture.format, picture.size) == ("WEBP", (40, 30))


@pytest.mark.parametrize("size", [(3_000, 300), (300, 3_000), (4_000, 4_000)])
def test_large_image_becomes_small_in_proportion(size: tuple[int, int]) -> None:
    picture = shown(image("PNG", size))

    assert max(picture.size) == PREVIEW_SIDE_MAX
    assert abs(picture.size[0] / picture.size[1] - size[0] / size[1]) < 0.1


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "CMYK", "I;16"])
def test_image_of_each_mode_is_shown(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    body = BytesIO()
    Image.new(mode, (10, 10)).save(body, kind)

    assert shown(body.getvalue(), f"image/{kind.lower()}").size == (10, 10)


def test_transparent_image_stays_so() -> None:
    body = BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(body, "PNG")

    picture = shown(body.getvalue())

    assert picture.mode == "RGBA"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_image_is_turned_as_its_exif_says_and_says_nothing_more(kind: str) -> None:
    body = with_exif(kind, x0112=6)

    made = make_preview(BytesIO(body), f"image/{kind.lower()}")

    assert made is not None
    assert CANARY.encode() in body
    assert CANARY.encode() not in made
    picture = Image.open(BytesIO(made))
    assert picture.size == (20, 40)
    assert not picture.getexif()
    # What was top left is top right after a quarter turn.
    red, _, blue = picture.convert("RGB").getpixel((15, 5))  # type: ignore[misc]
    assert (red > 200, blue < 60) == (True, True)


def test_comments_and_colour_profiles_are_not_carried_over() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", CANARY)
    texts.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>")
    body = BytesIO()
    Image.new("RGB", (10, 10)).save(body, "PNG", pnginfo=texts, icc_profile=profile)

    made = make_preview(BytesIO(body.getvalue()), "image/png")

    assert made is not None
    assert CANARY.encode() not in made
    assert Image.open(BytesIO(made)).info.get("icc_profile") is None


def test_only_the_first_frame_of_an_animation_is_shown() -> None:
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    body = BytesIO()
    frames[0].save(body, "GIF", save_all=True, append_images=frames[1:])

    picture = shown(body.getvalue(), "image/gif")

    assert getattr(picture, "n_frames", 1) == 1
    assert picture.convert("RGB").getpixel((5, 5))[0] > 200  # type: ignore[index]


@pytest.mark.parametrize("size", [(5_000, 5_001), (30_000, 30_000), (1, 101), (20_000, 100)])
def test_bomb_is_refused_before_it_is_decoded(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    body = png_bomb(*size)
    decoded: list[object] = []
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", decoded.append)

    assert len(body) < 200_000
    assert make_preview(BytesIO(body), "image/png") is None
    assert decoded == []


@pytest.mark.parametrize("body", [jpeg_of_scans(100), jpeg_of_exif(1_000)])
def test_jpeg_that_would_busy_its_decoder_for_hours_is_not_opened(
    body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(Image, "open", lambda *given, **_: opened.append(given))

    assert make_preview(BytesIO(body), "image/jpeg") is None
    assert opened == []


def test_jpeg_of_as_many_scans_as_photographs_have_is_shown() -> None:
    assert shown(jpeg_of_scans(20), "image/jpeg").size == (40, 30)


@pytest.mark.parametrize(
    ("chunk", "head"),
    [
        (b"zTXt", b"Comment\0\0"),
        (b"iTXt", b"Comment\0\1\0\0\0"),
        (b"iCCP", b"profile\0\0"),
        (b"IDAT", b""),
    ],
)
def test_png_whose_parts_unpack_to_much_takes_little(chunk: bytes, head: bytes) -> None:
    body = png_with(chunk, head + packed(100))

    tracemalloc.start()
    try:
        make_preview(BytesIO(body), "image/png")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(body) < 200_000
    assert most < 20_000_000


def test_as_many_pixels_as_allowed_are_shown() -> None:
    assert shown(png_bomb(5_000, 5_000)).size == (PREVIEW_SIDE_MAX, PREVIEW_SIDE_MAX)


def test_gif_whose_frame_is_larger_than_its_screen_is_refused() -> None:
    body = bytearray(image("GIF", (10, 10)))
    at = body.index(b"\x2c")
    body[at + 5 : at + 9] = b"\xff\xff\xff\xff"

    assert make_preview(BytesIO(bytes(body)), "image/gif") is None


@pytest.mark.parametrize("media", ["image/png", "image/jpeg", "image/webp", "image/gif"])
def test_what_only_begins_like_an_image_has_no_preview(media: str) -> None:
    kind = media.partition("/")[2].upper()
    whole = image(kind, (200, 200))
    chance = random.Random(7)

    for body in (whole[:20], whole[: len(whole) // 2], whole[:16] + chance.randbytes(500)):
        assert make_preview(BytesIO(body), media) is None


def test_image_of_another_format_reaches_no_other_decoder() -> None:
    bitmap = BytesIO()
    Image.new("RGB", (10, 10)).save(bitmap, "BMP")

    for body in (bitmap.getvalue(), image("JPEG"), b"%!PS-Adobe-3.0 EPSF-3.0"):
        assert make_preview(BytesIO(body), "image/png") is None


async def stored(body: bytes, media: str = "image/png") -> tuple[MemoryFileStore, FileInfo]:
    store = MemoryFileStore()
    await store.open()
    info = await made_file(store, body)
    return store, FileInfo(
        file=info.file, principal="cu_1", name="x", media=media, bytes=len(body), at_ms=1
    )


def test_preview_is_made_once_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = make_preview

    def counted(file: Any, media: str) -> bytes | None:
        made.append(media)
        return real(file, media)

    async def scene() -> None:
        store, info = await stored(image())
        monkeypatch.setattr(previews, "make_preview", counted)
        several = Previews(store)

        found = await asyncio.gather(*(several.of(info) for _ in range(8)))

        assert len({body for body, _ in found}) == 1
        assert found[0][0] == await store.preview(info.file)
        assert made == ["image/png"]

    asyncio.run(scene())


def test_image_that_has_none_is_tried_once_and_told() -> None:
    async def scene() -> None:
        store, info = await stored(png_bomb(30_000, 30_000))

        found = [await Previews(store).of(info) for _ in range(2)]

        assert found == [(None, "image_refused")] * 2
        assert await store.preview(info.file) == b""

    asyncio.run(scene())


def test_other_files_have_no_preview() -> None:
    async def scene() -> None:
        store, info = await stored(b"%PDF-1.7", "application/pdf")

        assert await Previews(store).of(info) == (None, "no_image")

    asyncio.run(scene())


def test_without_pillow_there_is_no_preview(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any, **rest: Any) -> Any:
        if name.startswith("PIL"):
            raise ImportError(name)
        return real(name, *more, **rest)

    async def scene() -> None:
        store, info = await stored(image())

        assert await Previews(store).of(info) == (None, "no_codecs")
        assert await store.preview(info.file) is None

    has_codecs.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    try:
        asyncio.run(scene())
    finally:
        has_codecs.cache_clear()


def test_more_than_enough_at_a_time_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        store, first = await stored(image())
        infos = [attrs.evolve(first, file=(await made_file(store, image())).file) for _ in range(5)]
        monkeypatch.setattr(previews, "PREVIEWS_MAX", 3)
        several = Previews(store)

        found = await asyncio.gather(*map(several.of, infos), return_exceptions=True)

        assert sum(isinstance(each, OverloadedError) for each in found) == 2
        assert [bool((await several.of(info))[0]) for info in infos] == [True] * 5

    asyncio.run(scene())
