"""How a table of spellings is written down."""


def pairs(block: str) -> dict[str, str]:
    """``a/b=c d=e`` → a and b mean c, d means e."""
    return {
        spelling: meaning
        for entry in block.split()
        for spellings, meaning in [entry.split("=")]
        for spelling in spellings.split("/")
    }
