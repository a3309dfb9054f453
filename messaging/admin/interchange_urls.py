"""Where templates go out and come in as a file."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin import interchange

INTERCHANGE_PAGES: list[URLPattern] = [
    page("templates/export/", interchange.export_templates, "template_export"),
    page("templates/import/", interchange.import_templates, "template_import"),
]
