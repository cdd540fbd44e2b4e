"""A picture as it came, judged by its content and made bare. Pure: bytes in, bytes out."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError

from vp.images.bare import is_bare

LARGEST_FILE = 10 * 1024 * 1024
TOO_LARGE = "Bilden är större än 10 MB. Spara den med lägre upplösning och försök igen."
MOST_PIXELS = 30_000_000  # 120 MB when decoded; a camera with 24 megapixels passes
LONGEST_SIDE = 20_000

_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    struct.error,
    Pillow.DecompressionBombError,
)


@dataclass(frozen=True)
class CleanPicture:
    """A picture that holds nothing but itself. Cleaning `data` again gives the same bytes."""

    data: bytes
    media_type: str
    width: int
    height: int


def clean_picture(data: bytes) -> CleanPicture:
    """Decode the whole picture; keep its bytes if they are bare, else encode it anew, upright and in sRGB.

    ValidationError, with what to do, for what is no picture, too large, animated or damaged.
    """
    if not data:
        raise ValidationError("Filen är tom.")
    if len(data) > LARGEST_FILE:
        raise ValidationError(TOO_LARGE)
    picture, media_type = _decoded(data)
    if is_bare(data, media_type):
        return CleanPicture(data, media_type, *picture.size)
    picture = _in_srgb(_upright(picture))
    anew, media_type = _encoded(picture, media_type)
    return CleanPicture(anew, media_type, *picture.size)


def _decoded(data: bytes) -> tuple[Pillow.Image, str]:
    try:
        picture = Pillow.open(io.BytesIO(data), formats=["PNG", "JPEG", "GIF", "WEBP"])
    except UnidentifiedImageError as error:
        raise ValidationError(
            "Filen är ingen bild som går att använda. Välj PNG, JPEG, GIF eller WebP."
        ) from error
    except Pillow.DecompressionBombError as error:
        raise ValidationError(
            "Bilden har alldeles för många bildpunkter. Minska den och försök igen."
        ) from error
    except _BROKEN as error:
        raise _damaged() from error
    width, height = picture.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise ValidationError(
            f"Bilden är {width} × {height} bildpunkter, och det är för många. Minska den och försök igen."
        )
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise ValidationError("Rörliga bilder går inte att använda. Spara en av bilderna för sig.")
    try:
        picture.load()
    except _BROKEN as error:
        raise _damaged() from error
    return picture, _TYPES[picture.format or ""]


def _damaged() -> ValidationError:
    return ValidationError(
        "Bilden är skadad eller inte hel. Öppna den i ett bildprogram, spara om den och försök igen."
    )


def _upright(picture: Pillow.Image) -> Pillow.Image:
    """Turned as its camera says; notes of a camera that make no sense turn nothing."""
    try:
        return ImageOps.exif_transpose(picture)
    except _BROKEN:
        return picture


def _in_srgb(picture: Pillow.Image) -> Pillow.Image:
    """The same colours without the profile that explains them; a profile that makes no sense is left out."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return picture
    wanted = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=wanted)
    except (ImageCms.PyCMSError, OSError):
        return picture
    return made or picture


def _encoded(picture: Pillow.Image, media_type: str) -> tuple[bytes, str]:
    """JPEG stays JPEG; everything else becomes PNG, which loses nothing."""
    out = io.BytesIO()
    if media_type == "image/jpeg":
        kept = picture if picture.mode in {"RGB", "L"} else picture.convert("RGB")
        _without_notes(kept).save(out, "JPEG", quality=92, optimize=True)
        return out.getvalue(), "image/jpeg"
    kept = (
        picture if picture.mode in {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"} else picture.convert("RGBA")
    )
    _without_notes(kept).save(out, "PNG", optimize=True)
    return out.getvalue(), "image/png"


def _without_notes(picture: Pillow.Image) -> Pillow.Image:
    """A copy that has forgotten everything but its pixels and which of them are transparent."""
    kept = picture.copy()
    kept.info = {key: value for key, value in picture.info.items() if key == "transparency"}
    return kept
