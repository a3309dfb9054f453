"""People, their loans, and what is agreed with them."""

from django.utils.translation import gettext_lazy as _

from config.staff.places.kinds import Group, Place

PEOPLE = Group(
    _("People and loans"),
    (
        Place(
            "accounts_customer_changelist",
            _("Customers"),
            _("One page a customer: loans, contacts, holds, history"),
            "group",
            "accounts.view_customer",
        ),
        Place(
            "accounts_loan_changelist",
            _("Loans"),
            _("As the core system last told them"),
            "account_balance",
            "accounts.view_loan",
        ),
        Place(
            "accounts_hold_changelist",
            _("Hold ledger"),
            _("Why somebody is not contacted, and until when"),
            "front_hand",
            "accounts.view_hold",
        ),
        Place(
            "loan_moves",
            _("Loans under another number"),
            _("The same person under two customer numbers"),
            "swap_horiz",
            "accounts.view_loanmove",
        ),
        Place(
            "messaging_suppression_changelist",
            _("Suppressions"),
            _("Numbers that get no more texts"),
            "block",
            "messaging.view_suppression",
        ),
        Place(
            "accounts_importfile_changelist",
            _("Imports"),
            _("Files of loans and repayments, checked before they count"),
            "upload_file",
            "accounts.view_importfile",
        ),
    ),
)
