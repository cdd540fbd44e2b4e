"""Pictures are judged by their content, and hold nothing but themselves afterwards."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from tests.images.pictures import SIZE, a_picture, animated, encoded, photo, png_with_words
from vp.images.bare import is_bare
from vp.images.cleaning import LARGEST_FILE, clean_picture


def decoded(data: bytes) -> Pillow.Image:
    picture = Pillow.open(io.BytesIO(data))
    picture.load()
    return picture


BARE = {
    "png": (encoded("PNG"), "image/png"),
    "png-grey": (encoded("PNG", a_picture("L")), "image/png"),
    "png-alpha": (encoded("PNG", a_picture("RGBA")), "image/png"),
    "png-palette": (encoded("PNG", a_picture("P")), "image/png"),
    "png-dpi": (encoded("PNG", dpi=(300, 300)), "image/png"),
    "jpeg": (encoded("JPEG"), "image/jpeg"),
    "jpeg-progressive": (encoded("JPEG", progressive=True), "image/jpeg"),
    "jpeg-restarts": (encoded("JPEG", restart_marker_blocks=1), "image/jpeg"),
    "jpeg-cmyk": (encoded("JPEG", a_picture("CMYK")), "image/jpeg"),
    "gif": (encoded("GIF", a_picture("P")), "image/gif"),
    "webp": (encoded("WEBP"), "image/webp"),
    "webp-lossless-alpha": (encoded("WEBP", a_picture("RGBA"), lossless=True), "image/webp"),
}


@pytest.mark.parametrize("name", BARE)
def test_a_picture_that_is_nothing_else_is_kept_byte_for_byte(name: str) -> None:
    data, media_type = BARE[name]
    clean = clean_picture(data)
    assert clean.data is data
    assert (clean.media_type, clean.width, clean.height) == (media_type, *SIZE)


LOADED = {
    "png-words": png_with_words(),
    "png-tail": encoded("PNG") + b"Hemlig rest",
    "png-exif": encoded("PNG", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0Hemlig"),
    "jpeg-photo": photo(1),
    "jpeg-tail": encoded("JPEG") + b"Hemlig rest",
    "gif-comment": encoded("GIF", a_picture("P"), comment=b"Hemlig kommentar"),
    "gif-tail": encoded("GIF", a_picture("P")) + b"Hemlig rest",
    "webp-exif": encoded("WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0Hemlig"),
    "webp-xmp": encoded("WEBP", xmp=b"<x>Hemlig</x>", lossless=True),
}


@pytest.mark.parametrize("name", LOADED)
def test_what_isnt_the_picture_is_gone_and_cleaning_again_changes_nothing(name: str) -> None:
    data = LOADED[name]
    assert b"Hemlig" in data
    clean = clean_picture(data)
    assert b"Hemlig" not in clean.data
    assert is_bare(clean.data, clean.media_type)
    assert clean_picture(clean.data).data == clean.data
    before, after = decoded(data).convert("RGB"), decoded(clean.data).convert("RGB")
    assert after.size == before.size == (clean.width, clean.height)
    worst = max(abs(a - b) for a, b in zip(before.tobytes(), after.tobytes(), strict=True))
    assert worst <= (40 if name.startswith("jpeg") else 0)


def test_a_photo_is_turned_upright() -> None:
    clean = clean_picture(photo(6))
    assert (clean.width, clean.height) == SIZE[::-1]
    assert decoded(clean.data).size == SIZE[::-1]
    assert not decoded(clean.data).getexif()


def test_transparency_survives() -> None:
    picture = a_picture("RGBA")
    clean = clean_picture(encoded("PNG", picture) + b"rest")
    assert decoded(clean.data).getchannel("A").tobytes() == picture.getchannel("A").tobytes()


def bomb(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes that says it is huge."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


REFUSED = {
    "empty": (b"", "tom"),
    "words": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "ingen bild"),
    "html": (b"<html><script>alert(1)</script>", "ingen bild"),
    "tiff": (encoded("TIFF"), "ingen bild"),
    "bmp": (encoded("BMP"), "ingen bild"),
    "pdf": (encoded("PDF"), "ingen bild"),
    "large": (b"\x89PNG\r\n\x1a\n" + b"\0" * LARGEST_FILE, "10 MB"),
    "bomb": (bomb(50_000, 50_000), "bildpunkter"),
    "long": (bomb(1, 30_000), "bildpunkter"),
    "moving-gif": (animated("GIF"), "Rörliga"),
    "moving-png": (animated("PNG"), "Rörliga"),
    "moving-webp": (animated("WEBP"), "Rörliga"),
    "half-png": (encoded("PNG", a_picture(size=(400, 300)))[:-500], "skadad"),
    "half-jpeg": (encoded("JPEG", a_picture(size=(400, 300)))[:-500], "skadad"),
    "half-webp": (encoded("WEBP", a_picture(size=(400, 300)))[:-200], "skadad"),
    "short-rows": (bomb(4000, 4000), "skadad"),
    "header-only": (encoded("PNG")[:20], "skadad|ingen bild"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_refused_in_words(name: str) -> None:
    data, words = REFUSED[name]
    with pytest.raises(ValidationError, match=words):
        clean_picture(data)


@pytest.mark.parametrize("name", BARE)
def test_a_file_cut_anywhere_is_never_bare(name: str) -> None:
    data, media_type = BARE[name]
    for at in range(0, len(data), max(1, len(data) // 200)):
        assert not is_bare(data[:at], media_type)


def test_a_profile_without_sense_is_left_out() -> None:
    clean = clean_picture(encoded("PNG", icc_profile=b"Hemlig profil"))
    assert b"Hemlig" not in clean.data
    assert decoded(clean.data).tobytes() == a_picture().tobytes()


WHOLE = [data for data, _ in BARE.values()] + list(LOADED.values())


@settings(deadline=None, max_examples=400)
@given(data=st.data())
def test_a_damaged_picture_is_cleaned_or_refused_and_nothing_else(data: st.DataObject) -> None:
    picture = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(picture) - 1))
        picture[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
        if not picture:
            break
    try:
        clean = clean_picture(bytes(picture))
    except ValidationError:
        return
    assert is_bare(clean.data, clean.media_type)
    assert clean_picture(clean.data).data == clean.data
