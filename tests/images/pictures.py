"""Pictures for tests, made on the spot."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image as Pillow
from PIL import ImageCms, PngImagePlugin

SIZE = (40, 30)


def a_picture(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Pillow.Image:
    """A slope of colours, so that something is there to compare."""
    slope = Pillow.linear_gradient("L").resize(size)
    whole = Pillow.merge("RGB", [slope, slope.transpose(Pillow.Transpose.ROTATE_180), slope])
    if mode == "RGBA":
        whole.putalpha(slope)
        return whole
    return whole.convert(mode)


def encoded(form: str, picture: Pillow.Image | None = None, **options: Any) -> bytes:
    out = io.BytesIO()
    (picture or a_picture()).save(out, form, **options)
    return out.getvalue()


def png_with_words() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Hemlig Person")
    words.add_itxt("Comment", "Hemlig ort")
    return encoded("PNG", pnginfo=words)


def photo(orientation: int = 6) -> bytes:
    """A JPEG as a telephone makes it: turned, with place, maker and colours of its own."""
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Hemlig Telefon"
    exif.get_ifd(0x8825)[2] = (59.0, 19.0, 30.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded("JPEG", exif=exif, icc_profile=profile, comment=b"Hemlig kommentar", quality=95)


def animated(form: str) -> bytes:
    frames = [a_picture(), a_picture().transpose(Pillow.Transpose.ROTATE_180)]
    return encoded(form, frames[0], save_all=True, append_images=frames[1:])
