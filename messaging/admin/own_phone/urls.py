"""Pages of the telephone of one's own."""

from django.urls import URLPattern

from accounts.admin.pages import page
from messaging.admin.own_phone import my_phone, own_handset, sent, try_text

OWN_PHONE_PAGES: list[URLPattern] = [
    page("my-phone/", my_phone.my_phone, "my_phone"),
    page("my-phone/enter/", my_phone.my_phone_enter, "my_phone_enter"),
    page("my-phone/code/", my_phone.my_phone_code, "my_phone_code"),
    page("my-phone/prove/", my_phone.my_phone_prove, "my_phone_prove"),
    page("my-phone/end/", my_phone.my_phone_end, "my_phone_end"),
    page("my-phone/sent/", sent.phone_sends, "phone_sends"),
    page("my-phone/sent/<int:phone_send_id>/again/", sent.phone_again, "phone_again"),
    page("templates/versions/<int:version_id>/phone/", try_text.template_phone, "template_phone"),
    page("sandbox/handset/own/", own_handset.handset_own, "handset_own"),
    page("sandbox/handset/own/texts/", own_handset.handset_own_texts, "handset_own_texts"),
]
