"""A run of the tests is a sandbox, whatever servers it is given: said before settings are read."""

import os

from config.database_roles import process

os.environ.setdefault("HUANCUI_MODE", "sandbox")
process.kind = "owner"  # tables are made; pages and tasks take their own role (tests.as_role)
