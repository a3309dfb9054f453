"""What the cache holds is JSON: nothing that is read from it can run anything.

Django's own pickles, so that whoever writes to the cache would run code in every process.
"""

import json
from typing import Any


class JsonSerializer:
    """As Django's cache on Redis wants one. Whole numbers stay numbers, for `incr`."""

    def dumps(self, value: Any) -> int | bytes:
        """Raises TypeError for what JSON has no word for."""
        return value if type(value) is int else json.dumps(value, ensure_ascii=False).encode()

    def loads(self, stored: bytes) -> Any:
        return json.loads(stored)
