"""Where "Why?" is: one page, asked from a customer, a loan, a text, a candidate, a complaint."""

from accounts.admin.pages import page
from messaging.admin.why.pages import why

WHY_PAGES = [page("customers/<int:customer_id>/why/", why, "why")]
