"""What a file has named before: kept in the database, so that memory does not grow with it."""

from collections.abc import Mapping
from typing import NamedTuple

from accounts.intake.merging import staging_tables
from accounts.privacy.hiding import hides


@hides("content")
class Mention(NamedTuple):
    """Where a key stood first, and what was said there."""

    line: int
    content: str


def note_first_mentions(mentions: Mapping[str, Mention]) -> dict[str, Mention]:
    """Note the keys of a batch; returns the earlier mention of those the file had already."""
    if not mentions:
        return {}
    keys = list(mentions)
    noted = staging_tables.run(
        "INSERT INTO intake_seen (key, line, content)"
        " SELECT * FROM unnest(%s::text[], %s::integer[], %s::text[]) ON CONFLICT DO NOTHING",
        [
            keys,
            [mention.line for mention in mentions.values()],
            [mention.content for mention in mentions.values()],
        ],
    )
    if noted == len(keys):
        return {}
    found = staging_tables.fetch(
        "SELECT key, line, content FROM intake_seen WHERE key = ANY(%s)", [keys]
    )
    return {key: Mention(line, text) for key, line, text in found if line != mentions[key].line}
