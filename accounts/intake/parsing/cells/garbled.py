"""Text that a wrong encoding had garbled before the file was written: only it can tell. Pure."""

from accounts.intake.readers.plausible import points, signs

# (how the bytes were read by mistake, what they are)
MISTAKES = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("big5hkscs", "utf-8"),
    ("cp1252", "gb18030"),
    ("latin-1", "gb18030"),
    ("latin-1", "big5hkscs"),
    ("gb18030", "big5hkscs"),
    ("big5hkscs", "gb18030"),
)
REPLACED = ("\ufffd", "锟斤拷")
"""What is left of signs that were lost on the way."""
LEAST_GAIN = 6.0


def is_garbled(text: str) -> bool:
    """True when signs are lost, or when undoing one mistake makes sense of what made none."""
    if any(mark in text for mark in REPLACED):
        return True
    if text.isascii() or (as_it_is := points(text)) >= signs(text):
        return False
    for read_as, written_in in MISTAKES:
        try:
            meant = text.encode(read_as).decode(written_in)
        except UnicodeError:
            continue
        worth = points(meant)
        if worth >= max(1, signs(meant)) and worth - as_it_is >= LEAST_GAIN:
            return True
    return False
