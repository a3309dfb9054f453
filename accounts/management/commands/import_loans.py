"""`manage.py import_loans FILE`: the same services as the upload page."""

from accounts.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Import a CSV or Excel file of loans; --dry-run only checks it."
    kind = "loans"
