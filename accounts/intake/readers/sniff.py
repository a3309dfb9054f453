"""What a file is that is neither text nor an Excel workbook, whatever its name says. Pure."""

import zipfile

from accounts.intake.readers.errors import FileError

WEB_PAGE = (
    b"<html",
    b"<!doctype html",
    b"<table",
    b"<head",
    b"<meta",
    b"<body",
    b"<style",
    b"<div",
)
XML_SPREADSHEET = (b"office:spreadsheet", b"<?mso-application")
MAIL = b"mime-version:"


def refuse_other_kinds(head: bytes) -> None:
    """`head`: the first kilobyte. Raises `FileError` for what only has a workbook's name."""
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if plain.startswith(b"<?xml"):
        if any(mark in plain for mark in XML_SPREADSHEET):
            raise FileError("xml_spreadsheet")
        raise FileError("web_page" if b"<html" in plain else "xml_file")
    if plain.startswith((*WEB_PAGE, MAIL)):
        raise FileError("web_page")
    if plain.startswith(b"%pdf-"):
        raise FileError("pdf")


def refuse_other_archives(archive: zipfile.ZipFile) -> None:
    """Zip files that are no .xlsx but some other spreadsheet. Raises `FileError`."""
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        raise FileError("binary_workbook")
    if "xl/workbook.xml" not in names and "content.xml" in names:
        raise FileError("opendocument")
