"""Whether a picture's file holds the picture and nothing else: no camera, place, comment or hidden rest.

Each reader walks the whole file by its format's own structure and is strict: what it doesn't know makes
the file not bare, and then it is encoded anew. A bare file may be kept byte for byte.
"""

from __future__ import annotations

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = {
    b"IHDR",
    b"PLTE",
    b"tRNS",
    b"IDAT",
    b"IEND",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"sBIT",
    b"bKGD",
    b"pHYs",
}
_WEBP_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
_JPEG_TABLES = {0xC4, 0xDB, 0xDD, 0xC0, 0xC1, 0xC2}  # Huffman, quantisation, restart; baseline to progressive


def is_bare(data: bytes, media_type: str) -> bool:
    reader = {
        "image/png": _png,
        "image/jpeg": _jpeg,
        "image/gif": _gif,
        "image/webp": _webp,
    }[media_type]
    try:
        return reader(data)
    except (IndexError, struct.error):
        return False


def _png(data: bytes) -> bool:
    """Signature, then chunks of length, name, content and checksum; IEND is the last thing there is."""
    if not data.startswith(_PNG):
        return False
    at = len(_PNG)
    while True:
        length = _number(">I", data, at)
        name = data[at + 4 : at + 8]
        at += 12 + length
        if name not in _PNG_CHUNKS:
            return False
        if name == b"IEND":
            return length == 0 and at == len(data)


def _webp(data: bytes) -> bool:
    """RIFF with its length, then chunks padded to even lengths."""
    length = _number("<I", data, 4)
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or length + 8 != len(data):
        return False
    at = 12
    while at < len(data):
        length = _number("<I", data, at + 4)
        if data[at : at + 4] not in _WEBP_CHUNKS:
            return False
        at += 8 + length + length % 2
    return at == len(data)


def _gif(data: bytes) -> bool:
    """One picture, with at most its graphic control before it; the trailer is the last byte."""
    if data[:6] not in {b"GIF87a", b"GIF89a"}:
        return False
    at = 13 + _colours(data[10])
    pictures = 0
    while data[at] != 0x3B:
        if data[at] == 0x21 and data[at + 1] == 0xF9:
            at = _blocks_end(data, at + 2)
        elif data[at] == 0x2C:
            pictures += 1
            at = _blocks_end(data, at + 11 + _colours(data[at + 9]))
        else:
            return False
    return pictures == 1 and at + 1 == len(data)


def _colours(packed: int) -> int:
    """The bytes of a GIF's colour table, by the flags that announce it."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    """Past a chain of GIF blocks, each led by its length, to the empty one that ends it."""
    while data[at]:
        at += 1 + data[at]
    return at + 1


def _jpeg(data: bytes) -> bool:
    """SOI, then segments; only JFIF without a thumbnail and Adobe's colour note among the application's."""
    if data[:2] != b"\xff\xd8":
        return False
    at = 2
    while True:
        if data[at] != 0xFF:
            return False
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2 == len(data)
        length = _number(">H", data, at + 2)
        content = data[at + 4 : at + 2 + length]
        if not (marker in _JPEG_TABLES or marker == 0xDA or _is_plain_note(marker, content)):
            return False
        at += 2 + length
        if marker == 0xDA:
            at = _scan_end(data, at)


def _is_plain_note(marker: int, content: bytes) -> bool:
    if marker == 0xE0:
        return content[:5] == b"JFIF\0" and len(content) == 14 and content[12:14] == b"\0\0"
    return marker == 0xEE and content[:5] == b"Adobe" and len(content) == 12


def _scan_end(data: bytes, at: int) -> int:
    """To the marker after a scan's data, in which FF is followed by 00 or by a restart's number."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise IndexError("the scan has no end")
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def _number(form: str, data: bytes, at: int) -> int:
    (number,) = struct.unpack_from(form, data, at)
    return int(number)
