"""The customer's pages: /c/<lender>/…; nothing personal stands in any of these addresses."""

from django.urls import path

from feedback.pages import (
    front,
    helping,
    mine,
    paying,
    promising,
    stop_mail,
    taking_back,
    time_left,
)

app_name = "customer"
urlpatterns = [
    path("<slug:lender>/", front.check_page, name="check"),
    path("<slug:lender>/accessibility/", front.accessibility, name="accessibility"),
    path("<slug:lender>/answer/", front.answer, name="answer"),
    path("<slug:lender>/opt-out/", front.opt_out, name="opt_out"),
    path("<slug:lender>/opt-out/undo/", front.undo, name="undo"),
    path(
        "<slug:lender>/stop/<int:message_id>/<slug:token>/", stop_mail.stop_mail, name="stop_mail"
    ),
    path("<slug:lender>/not-me/", front.not_me, name="not_me"),
    path("<slug:lender>/complain/", front.complain, name="complain"),
    path("<slug:lender>/complain/check/", front.complain_check, name="complain_check"),
    path("<slug:lender>/complain/back/", taking_back.complain_back, name="complain_back"),
    path("<slug:lender>/survey/", mine.survey, name="survey"),
    path("<slug:lender>/open/", mine.door, name="door"),
    path("<slug:lender>/mine/", mine.mine, name="mine"),
    path("<slug:lender>/mine/texts/", mine.texts, name="texts"),
    path("<slug:lender>/mine/wishes/", mine.wishes, name="wishes"),
    path("<slug:lender>/mine/pay/", paying.pay, name="pay"),
    path("<slug:lender>/mine/pay/code/", paying.pay_code, name="pay_code"),
    path("<slug:lender>/mine/paid/", paying.paid, name="paid"),
    path("<slug:lender>/mine/promise/", promising.promise, name="promise"),
    path("<slug:lender>/mine/promise/check/", promising.promise_check, name="promise_check"),
    path("<slug:lender>/mine/promise/back/", promising.promise_back, name="promise_back"),
    path("<slug:lender>/mine/help/", helping.ask_for_help, name="help"),
    path("<slug:lender>/mine/help/check/", helping.help_check, name="help_check"),
    path("<slug:lender>/mine/help/back/", taking_back.help_back, name="help_back"),
    path("<slug:lender>/mine/review/", mine.ask_for_review, name="review"),
    path("<slug:lender>/time/", time_left.time_left, name="time_left"),
    path("<slug:lender>/leave/", mine.leave, name="leave"),
]
