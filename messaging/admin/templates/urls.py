"""Pages of texts; texts out and in as a file."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.templates import (
    editor as template_editor,
    import_export,
    pages as template_pages,
    starter_page,
)

TEMPLATE_PAGES: list[URLPattern] = [
    page("templates/export/", import_export.export_templates, "template_export"),
    page("templates/import/", import_export.import_templates, "template_import"),
    page("templates/starter/", starter_page.starter_page, "starter"),
    page("templates/starter/write/", starter_page.starter_write, "starter_write"),
    page("templates/starter/approve/", starter_page.starter_approve, "starter_approve"),
    page("templates/<int:template_id>/", template_pages.template_page, "template"),
    page("templates/<int:template_id>/variants/", template_pages.new_variant, "template_variant"),
    page("templates/<int:template_id>/versions/", template_pages.new_version, "template_new"),
    page(
        "templates/versions/<int:version_id>/", template_pages.template_version, "template_version"
    ),
    page(
        "templates/versions/<int:version_id>/edit/",
        template_editor.template_editor,
        "template_editor",
    ),
    page(
        "templates/versions/<int:version_id>/preview/",
        template_editor.template_preview,
        "template_preview",
    ),
]
