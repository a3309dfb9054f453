"""What one does at once, without going to a list first."""

from django.utils.translation import gettext_lazy as _

from config.staff.places.kinds import Place

ACTS = (
    Place(
        "import_upload",
        _("Upload a file"),
        _("Loans or repayments, CSV or XLSX"),
        "upload_file",
        "accounts.add_importfile",
    ),
    Place(
        "messaging_template_add",
        _("Write a new text"),
        _("A draft; it leaves only after a second person's approval"),
        "add_notes",
        "messaging.add_template",
    ),
    Place(
        "starter",
        _("Take over starter texts"),
        _("Ready texts by stage and tone, as drafts"),
        "library_add",
        "messaging.add_template",
    ),
    Place(
        "stop_place",
        _("Stop texts now"),
        _("Says first how many texts it holds back"),
        "stop_circle",
        "messaging.stop_run",
    ),
    Place("help_first", _("Help"), _("How each desk works, step by step"), "help", ""),
    Place(
        "my_phone",
        _("My telephone"),
        _("See on it what you wrote, before it is handed in"),
        "phone_android",
        "accounts.add_staffnumber",
    ),
    Place(
        "my_login", _("My login"), _("Password, second factor, open sessions"), "account_circle", ""
    ),
)
"""What one does rather than where one goes; found by typing, and no entry of a menu."""
