"""Pictures from outside: only JPEG and PNG by content, drawn anew, so that nothing else that came along survives."""

from __future__ import annotations

import io
import warnings
from typing import IO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from volunteer_portal.access.errors import Refused

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG")


def redrawn(upload: IO[bytes], *, field: str, longest_side: int) -> ContentFile:
    """The picture as a fresh JPEG no longer than ``longest_side`` pixels, without EXIF, place or thumbnail.

    Refuses other formats, whatever the name says, and pictures too large to open.
    """
    size = getattr(upload, "size", 0)
    if size > MOST_BYTES:
        raise Refused.one(field, "too_large", _("檔案超過 8 MB，請縮小後再上傳。"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(upload, formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused.one(field, "too_many_pixels", _("照片超過 4 千萬像素，請縮小後再上傳。"))
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((longest_side, longest_side))
                plain = Image.new("RGB", upright.size, "white")
                layer = upright.convert("RGBA")
                plain.paste(layer, mask=layer.getchannel("A"))
    except Refused:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, EOFError):
        raise Refused.one(field, "not_a_picture", _("讀不懂這個檔案，請上傳 JPEG 或 PNG 照片。")) from None
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=88)
    return ContentFile(out.getvalue())
