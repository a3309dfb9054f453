"""Workbooks in “Strict Open XML”: the same parts under other names, renamed to be read."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO

MARK = b"http://purl.oclc.org/ooxml/"
NAME = re.compile(MARK + rb"(\w+)/")
LONGEST_NAME = len(MARK) + 40
BLOCK_BYTES = 256 * 1024
XML_PARTS = (".xml", ".rels", ".vml")


def is_strict(archive: zipfile.ZipFile) -> bool:
    try:
        with archive.open("xl/workbook.xml") as part:
            return MARK in part.read(BLOCK_BYTES)
    except KeyError:
        return False


def as_transitional(archive: zipfile.ZipFile) -> io.BytesIO:
    """The same workbook under the names every library knows."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as renamed:
        for item in archive.infolist():
            with archive.open(item) as source, renamed.open(item.filename, "w") as part:
                as_xml = item.filename.lower().endswith(XML_PARTS)
                for block in names_changed(source) if as_xml else blocks(source):
                    part.write(block)
    target.seek(0)
    return target


def blocks(source: IO[bytes]) -> Iterator[bytes]:
    while block := source.read(BLOCK_BYTES):
        yield block


def names_changed(source: IO[bytes]) -> Iterator[bytes]:
    """Block by block; a name across two blocks is kept for the second."""
    kept = b""
    for block in blocks(source):
        data = kept + block
        tail = data.rfind(b'"', max(0, len(data) - LONGEST_NAME))
        cut = tail if tail >= 0 else len(data)
        kept = data[cut:]
        yield NAME.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data[:cut])
    yield NAME.sub(rb"http://schemas.openxmlformats.org/\1/2006/", kept)
