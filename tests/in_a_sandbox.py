"""A run of the tests is a sandbox, whatever servers it is given: said before settings are read."""

import os

os.environ.setdefault("HUANCUI_MODE", "sandbox")
