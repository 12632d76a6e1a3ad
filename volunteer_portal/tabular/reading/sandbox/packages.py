"""The guard before a zip package is opened: what is in it, how big, and does it tell the truth about that."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from .limits import MIB, Limits
from .refusal import Refusal

_END_OF_DIRECTORY = b"PK\x05\x06"
_NESTED = (".zip", ".7z", ".rar", ".gz", ".jar", ".xlsx", ".xlsm", ".xlsb", ".ods", ".docx", ".odt", ".pptx")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_SLICE = 128 * 1024


class Package:
    """A zip file whose directory was checked; parts are inflated here, bounded by what the limits allow."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self.content = content
        self.limits = limits
        self.inflated = 0
        _check_directory_size(content, limits)
        try:
            self.entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
        except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError) as error:
            raise Refusal("damaged") from error
        self.by_name = {entry.filename: entry for entry in self.entries}
        self._check_entries()

    def _check_entries(self) -> None:
        if len(self.entries) > self.limits.entries:
            raise Refusal("too_many_entries", count=len(self.entries), limit=self.limits.entries)
        if len(self.by_name) != len(self.entries):
            raise Refusal("duplicate_entries")
        unpacked = sum(entry.file_size for entry in self.entries)
        packed = max(1, sum(entry.compress_size for entry in self.entries))
        if unpacked > self.limits.unpacked_bytes:
            raise Refusal("unpacked_size", size=unpacked // MIB, limit=self.limits.unpacked_bytes // MIB)
        if unpacked > self.limits.ratio_from and unpacked > self.limits.ratio * packed:
            raise Refusal("unpacked_ratio", ratio=unpacked // packed)
        for entry in self.entries:
            _check_entry(entry)

    def parts(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Every XML part with its inflated pieces; all other parts are looked at for packages inside the package."""
        for entry in self.entries:
            if entry.filename.lower().endswith((".xml", ".rels")):
                yield entry.filename, self._inflate(entry)
            elif self.head(entry.filename, 4) == b"PK\x03\x04":
                raise Refusal("nested_package", name=entry.filename[:80])

    def head(self, name: str, size: int) -> bytes:
        entry = self.by_name.get(name)
        if entry is None:
            return b""
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            return bytes(packed[:size])
        try:
            return zlib.decompressobj(-15).decompress(packed[: size + MIB], size)
        except zlib.error as error:
            raise Refusal("damaged") from error

    def read(self, name: str, most: int) -> bytes:
        """One small part whole, b"" where it is missing."""
        entry = self.by_name.get(name)
        if entry is None:
            return b""
        if entry.file_size > most:
            raise Refusal("unpacked_size", size=entry.file_size // MIB, limit=most // MIB)
        return b"".join(self._inflate(entry))

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        start = entry.header_offset
        header = self.content[start : start + 30]
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise Refusal("damaged")
        start += 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        packed = memoryview(self.content)[start : start + entry.compress_size]
        if len(packed) < entry.compress_size:
            raise Refusal("damaged")
        return packed

    def _inflate(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        # Not zipfile's reader: it stops at the size the directory claims, and another reader might not.
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            self.inflated += len(packed)
            yield bytes(packed)
            return
        inflater = zlib.decompressobj(-15)
        size = 0
        try:
            for start in range(0, len(packed), _SLICE):
                left: memoryview | bytes = packed[start : start + _SLICE]
                while left and not inflater.eof:
                    piece = inflater.decompress(left, MIB)
                    left = inflater.unconsumed_tail
                    size += len(piece)
                    self.inflated += len(piece)
                    if size > entry.file_size or self.inflated > 2 * self.limits.unpacked_bytes:
                        raise Refusal("false_size", name=entry.filename[:80])
                    yield piece
        except zlib.error as error:
            raise Refusal("damaged") from error
        if size != entry.file_size or not inflater.eof:
            raise Refusal("damaged")

    def format(self) -> str:
        """`xlsx` or `ods`, by what the package says of itself; everything else is refused with its name."""
        mimetype = self.read("mimetype", MIB).strip() if "mimetype" in self.by_name else b""
        if mimetype in (_ODS, _ODS + b"-template"):
            if b"encryption-data" in self.read("META-INF/manifest.xml", 4 * MIB):
                raise Refusal("encrypted")
            if "content.xml" not in self.by_name:
                raise Refusal("damaged")
            return "ods"
        types = self.read("[Content_Types].xml", 4 * MIB)
        if b"binary.macroEnabled" in types or "xl/workbook.bin" in self.by_name:
            raise Refusal("xlsb")
        if b"macroEnabled" in types or any("vbaproject" in name.lower() for name in self.by_name):
            raise Refusal("macros")
        if b"spreadsheetml" in types and "xl/workbook.xml" in {name.lower() for name in self.by_name}:
            return "xlsx"
        if b"spreadsheetml.sheet.main+xml" in types:
            return "xlsx"
        raise Refusal("not_a_sheet")


def _check_directory_size(content: bytes, limits: Limits) -> None:
    """Reads the end record itself, so that 65,536 entries cost nothing."""
    at = content.rfind(_END_OF_DIRECTORY, max(0, len(content) - 66_000))
    if at < 0 or at + 22 > len(content):
        raise Refusal("damaged")
    count, size = struct.unpack("<HI", content[at + 10 : at + 16])
    if count > limits.entries or size > limits.entries * 1_000:
        raise Refusal("too_many_entries", count=count, limit=limits.entries)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/") or len(name) > 255:
        raise Refusal("unsafe_names", name=name[:80])
    if entry.flag_bits & 0x1:
        raise Refusal("encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refusal("damaged")
    if name.lower().endswith(_NESTED):
        raise Refusal("nested_package", name=name[:80])
