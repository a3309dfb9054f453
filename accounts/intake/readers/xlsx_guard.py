"""What an Excel file must pass before a library parses it.

A zip's directory may lie, so every part is unpacked once and measured while it is. Expat reads a
tag or a text as one piece: a whole block without "<" is longer than any real cell and refused, and
so are document types, the door to entity bombs.
"""

import zipfile
from typing import IO

from accounts.intake.readers.errors import FileError
from accounts.intake.readers.table import ByteSource

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEGABYTE = 1024 * 1024
MAX_PACKED_BYTES = 64 * MEGABYTE
MAX_UNPACKED_BYTES = 384 * MEGABYTE  # 100,000 rows of 25 full columns are about 200 MB
MAX_SHARED_STRINGS_BYTES = 64 * MEGABYTE  # the library keeps these in memory
MAX_OTHER_PART_BYTES = 8 * MEGABYTE  # styles, themes, relations: parsed as a tree
MAX_PARTS = 1000
BLOCK_BYTES = 256 * 1024  # a full cell is 32,767 characters: escaped, still well within a block
DOCUMENT_TYPE = b"<!DOCTYPE"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def refuse_old_excel(head: bytes, source: ByteSource) -> None:
    """Excel before 2007, and every Excel file with a password, is an OLE container."""
    if head.startswith(OLE_MARK):
        seen = head
        # The directory lies anywhere in the file, mostly near its start or its end.
        for _ in range(MAX_PACKED_BYTES // MEGABYTE):
            block = source.read(MEGABYTE)
            if ENCRYPTED_STREAM in seen + (block or b""):
                raise FileError("password_protected")
            if not block:
                break
            seen = block[-len(ENCRYPTED_STREAM) :]
        raise FileError("old_excel")


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raises `FileError` when the parts are too many, too large, encrypted or not plain XML."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise unpacked_too_large()
    total = 0
    for part in parts:
        if part.flag_bits & 0x1:
            raise FileError("password_protected")
        with archive.open(part) as source:
            total += measure(source, part.filename)
        if total > MAX_UNPACKED_BYTES:
            raise unpacked_too_large()


def part_limit(name: str) -> int:
    name = name.lower()
    if "worksheets/" in name or name.startswith("xl/media/"):
        return MAX_UNPACKED_BYTES
    return MAX_SHARED_STRINGS_BYTES if "sharedstrings" in name else MAX_OTHER_PART_BYTES


def measure(source: IO[bytes], name: str) -> int:
    """Bytes really unpacked; stops as soon as they pass the part's limit."""
    total = 0
    tail = b""
    is_xml = name.lower().endswith((".xml", ".rels", ".vml"))
    while block := source.read(BLOCK_BYTES):
        if is_xml:
            check_xml_block(block, tail)
            tail = block[-len(DOCUMENT_TYPE) :]
        total += len(block)
        if total > part_limit(name):
            raise unpacked_too_large()
    return total


def check_xml_block(block: bytes, tail: bytes) -> None:
    """`tail` is the end of the block before, b"" at the start of a part."""
    if not tail and not block.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise FileError("corrupt_workbook")  # UTF-16 would hide what is looked for here
    if DOCUMENT_TYPE in tail + block:
        raise FileError("corrupt_workbook")
    if len(block) == BLOCK_BYTES and b"<" not in block:
        raise FileError("excel_cell_too_long")


def unpacked_too_large() -> FileError:
    return FileError("unpacked_too_large", limit=MAX_UNPACKED_BYTES // MEGABYTE)
