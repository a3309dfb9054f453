"""The frames, kind by kind. The words of each class are in ``reading/words``."""

from messaging.content.frames.frame import Frame

_NEVER = frozenset[str]()
_ADVICE = frozenset({"ruled_out", "fraud_warning", "advice"})
_OFFER = frozenset({"ruled_out", "fraud_warning", "advice", "care", "offer"})
_EASE = frozenset({"ease"})
_CARE = frozenset({"ruled_out", "fraud_warning", "advice", "care"})

FRAMES: tuple[Frame, ...] = (
    # harm to a person, and hints at it
    Frame(code="violence", kind="threat", parts=("violence",), excuses=_NEVER),
    Frame(code="thugs", softens=True, kind="threat", parts=("thugs",), excuses=_ADVICE),
    Frame(code="watched_road", kind="threat", parts=("watch", "road|home"), excuses=_CARE),
    Frame(code="alone_in_the_dark", kind="threat", parts=("road|night", "alone"), scope="sentence"),
    Frame(code="watched_kin", kind="threat", parts=("watch", "kin|violence"), excuses=_CARE),
    Frame(code="whereabouts", kind="threat", parts=("we_know", "home|road|kin|work")),
    Frame(
        code="coming_home",
        softens=True,
        kind="threat",
        parts=("home", "come|watch"),
        excuses=_ADVICE,
    ),
    Frame(code="coming", kind="threat", parts=("we|often", "come"), level="warn", excuses=_ADVICE),
    Frame(code="our_people", kind="threat", parts=("kin|work|others|home|place", "our_people")),
    Frame(code="menace", kind="threat", parts=("menace",), level="warn", excuses=_CARE),
    Frame(
        code="other_means",
        kind="threat",
        parts=("other_means", "make_you"),
        level="warn",
        ordered=True,
        reach=12,
        excuses=_ADVICE,
    ),
    Frame(
        code="menace_twice",
        kind="threat",
        parts=("menace", "menace|nonpay|home|kin"),
        scope="sentence",
        excuses=_ADVICE,
    ),
    Frame(
        code="unpaid_and_others",
        kind="threat",
        parts=("nonpay", "kin|work|others|home|authority|come"),
        scope="sentence",
        excuses=_ADVICE,
    ),
    Frame(code="threatening", kind="threat", parts=("threatening",), excuses=_NEVER),
    # what a person is worth
    Frame(code="insult", kind="insult", parts=("insult",), excuses=frozenset({"fraud_warning"})),
    Frame(
        code="dignity_twice",
        kind="insult",
        parts=("dignity", "dignity|nonpay|insult|you"),
        scope="sentence",
        excuses=_ADVICE,
    ),
    Frame(code="dignity", kind="insult", parts=("dignity",), level="warn", excuses=_ADVICE),
    # the state's hand
    Frame(
        code="authority_acts",
        kind="authority",
        parts=("authority", "act|crime|come|lose|softlose|know"),
        scope="sentence",
        reach=40,
        excuses=_ADVICE,
    ),
    Frame(
        code="as_authority", kind="authority", parts=("self", "authority"), ordered=True, reach=16
    ),
    Frame(code="as_good_as_judged", kind="authority", parts=("thistext", "equals", "legalforce")),
    Frame(
        code="judged_by_text",
        kind="authority",
        parts=("thistext", "legalforce"),
        scope="sentence",
        level="warn",
        excuses=_ADVICE,
    ),
    Frame(code="crime", kind="authority", parts=("crime",), excuses=_ADVICE),
    # what is said to follow
    Frame(code="loss", kind="false_consequence", parts=("life", "lose"), excuses=_CARE),
    Frame(
        code="loss_hindered",
        softens=True,
        kind="false_consequence",
        parts=("life", "softlose"),
        excuses=_CARE,
    ),
    Frame(
        code="loss_of_account",
        softens=True,
        kind="false_consequence",
        parts=("soft", "lose"),
        excuses=_CARE,
    ),
    Frame(
        code="kin_hindered",
        kind="false_consequence",
        parts=("kin", "life", "lose|softlose"),
        excuses=_CARE,
    ),
    Frame(
        code="loss_passive",
        kind="false_consequence",
        parts=("you|kin|soft|life", "bei", "lose"),
        ordered=True,
        excuses=_CARE,
    ),
    Frame(
        code="never_again",
        softens=True,
        kind="false_consequence",
        parts=("hereafter", "cannot"),
        excuses=_OFFER,
    ),
    Frame(
        code="kin_hereafter", kind="false_consequence", parts=("kin", "hereafter"), excuses=_OFFER
    ),
    Frame(
        code="overdue_brings",
        softens=True,
        kind="false_consequence",
        parts=("overdue_cond", "life|kin|work|soft|home|authority|crime|lose"),
        ordered=True,
        excuses=_ADVICE,
    ),
    Frame(
        code="hopeless",
        softens=True,
        kind="false_consequence",
        parts=("hopeless",),
        excuses=_ADVICE,
    ),
    Frame(
        code="multiplied",
        softens=True,
        kind="false_consequence",
        parts=("fee|extrafee|debt", "multiple"),
        excuses=_ADVICE,
    ),
    Frame(code="loss_at_work", kind="false_consequence", parts=("work", "lose"), excuses=_CARE),
    # haste
    Frame(code="finality", softens=True, kind="urgency", parts=("finality",)),
    Frame(
        code="hours_to_pay",
        kind="urgency",
        parts=("span", "deadline|grant", "pay|nonpay|urgent"),
        scope="sentence",
        reach=40,
    ),
    Frame(code="hours_given", kind="urgency", parts=("grant", "span"), ordered=True, reach=8),
    Frame(
        code="haste",
        kind="urgency",
        parts=("urgent|hasty", "pay|urgent|nonpay"),
        scope="sentence",
        excuses=_EASE | {"ruled_out", "fraud_warning", "label"},
    ),
    Frame(
        code="at_night",
        softens=True,
        kind="harassment",
        parts=("night", "ring|tell|come"),
        excuses=_CARE,
    ),
    Frame(
        code="urgent",
        kind="urgency",
        parts=("urgent",),
        level="warn",
        excuses=_ADVICE | _EASE | {"label"},
    ),
    Frame(code="nonpay", kind="urgency", parts=("nonpay",), level="warn", excuses=_ADVICE),
    Frame(
        code="only_you",
        softens=True,
        kind="urgency",
        parts=("peers", "haspaid", "onlyyou"),
        scope="sentence",
        reach=40,
    ),
    Frame(
        code="others_paid",
        kind="urgency",
        parts=("peers", "haspaid"),
        scope="sentence",
        level="warn",
    ),
    Frame(
        code="only_you_owe",
        kind="urgency",
        parts=("onlyyou", "haspaid|nonpay|alone"),
        level="warn",
    ),
    # others
    Frame(
        code="others_told",
        kind="third_party",
        parts=("kin|work|others", "tell"),
        reach=24,
        excuses=_CARE,
    ),
    Frame(
        code="others_told_of_you",
        kind="third_party",
        parts=("others|kin|work", "selfinfo"),
        excuses=_CARE,
    ),
    # before everyone
    Frame(code="published", kind="shaming", parts=("selfinfo", "expose"), excuses=_ADVICE),
    Frame(
        code="published_where", kind="shaming", parts=("publish|expose", "place"), excuses=_ADVICE
    ),
    # money that goes elsewhere
    Frame(code="private_payee", kind="payee", parts=("transfer", "private"), reach=20),
    Frame(
        code="somebodys_account",
        kind="payee",
        parts=("transfer", "title", "account"),
        ordered=True,
        reach=24,
    ),
    Frame(
        code="private_channel", softens=True, kind="payee", parts=("privatepay",), excuses=_ADVICE
    ),
    Frame(code="cash", softens=True, kind="payee", parts=("cash|pay|transfer|give", "collector")),
    Frame(code="messenger", kind="payee", parts=("messenger",)),
    Frame(
        code="own_line", kind="payee", parts=("own", "app"), ordered=True, reach=12, level="warn"
    ),
    Frame(
        code="off_the_books",
        kind="payee",
        parts=("offbook", "app|findme|own"),
        scope="sentence",
        reach=40,
    ),
    Frame(code="off_the_books_alone", kind="payee", parts=("offbook",), level="warn"),
    Frame(code="found_on_app", kind="payee", parts=("app", "findme"), reach=14, level="warn"),
    Frame(
        code="borrowing",
        softens=True,
        kind="borrowing_fees",
        parts=("borrow", "clear|transfer|kin|others"),
        scope="sentence",
        excuses=_ADVICE,
    ),
    Frame(
        code="to_borrow", kind="borrowing_fees", parts=("borrow",), level="warn", excuses=_ADVICE
    ),
    Frame(
        code="selling_more",
        kind="marketing",
        parts=("sell", "sell|borrow|click"),
        scope="sentence",
        excuses=_ADVICE,
    ),
    Frame(code="selling", kind="marketing", parts=("sell",), level="warn", excuses=_ADVICE),
    Frame(
        code="extra_fee",
        softens=True,
        kind="borrowing_fees",
        parts=("charge", "extrafee"),
        reach=24,
    ),
    # the telephone as a weapon
    Frame(
        code="ringing",
        kind="harassment",
        parts=("ring|often", "often"),
        scope="sentence",
        excuses=_CARE,
    ),
    Frame(code="relentless", softens=True, kind="harassment", parts=("relentless",), excuses=_CARE),
    Frame(
        code="ring_until",
        kind="harassment",
        parts=("ring|often", "until", "you|nonpay|pay|until"),
        scope="sentence",
        ordered=True,
        excuses=_CARE,
    ),
    # codes and passwords
    Frame(
        code="credentials",
        kind="credentials",
        parts=("code", "give"),
        scope="sentence",
        reach=30,
        key=1,
    ),
    Frame(code="remote", softens=True, kind="credentials", parts=("remote",), excuses=_ADVICE),
    # bait
    Frame(code="lure", softens=True, kind="disguise", parts=("lure",), excuses=_ADVICE),
    Frame(
        code="bait_twice",
        softens=True,
        kind="disguise",
        parts=("bait", "bait|call_in"),
        scope="sentence",
        excuses=_ADVICE,
    ),
    Frame(code="bait", kind="disguise", parts=("bait",), level="warn", excuses=_ADVICE),
)
