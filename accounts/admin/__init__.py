"""Staff screens of accounts, one a file."""

from accounts.admin import (
    audit,
    customer,
    erasure_pages,
    hold_pages,
    imports,
    legal_hold_pages,
    lender,
    loan,
    looks_pages,
    new_number_pages,
    signins,
    staff,
)
from accounts.admin.panels import ACTIONS, PANELS, Panel

ACTIONS.append((hold_pages.PLACE_LABEL, "admin:hold_place", "accounts.add_hold"))
ACTIONS.append((legal_hold_pages.ASK_LABEL, "admin:legal_hold", "accounts.add_legalhold"))
ACTIONS.append((erasure_pages.ASK_LABEL, "admin:erasure_ask", "accounts.add_erasurerequest"))
ACTIONS.append((new_number_pages.ASK_LABEL, "admin:new_number_ask", "accounts.add_newnumber"))
PANELS.append(Panel("accounts/looks_panel.html", looks_pages.SEE, looks_pages.looks_of))

__all__ = ["audit", "customer", "hold_pages", "imports", "lender", "loan", "signins", "staff"]
