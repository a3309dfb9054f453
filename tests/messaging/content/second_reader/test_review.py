"""The second reader raises concern where the rules saw little, and only there."""

import pytest

from messaging.content import wording
from messaging.content.frames.review import review_frames
from messaging.content.purpose.placing import place
from messaging.content.reading.tokens import sentences
from messaging.content.second_reader import review as second
from messaging.content.second_reader.opinion import Opinion, opinion
from messaging.content.second_reader.reasons import REASONS

FAIR = "您的贷款还款日为6月1日。"
UNKNOWN = "芝麻开门。"
KEPT = "身份证照片请妥善保管，不要发给陌生人。"
TOLD = "您的同事都会知道。"


def sure(monkeypatch: pytest.MonkeyPatch, harm: float, fit: float = 0.0) -> None:
    monkeypatch.setattr(second, "opinion", lambda text, sentence: Opinion(harm, fit, "threat"))


def test_it_tells_a_threat_from_a_reminder() -> None:
    threat, fair = "再不还，您女儿放学路上可要当心。", "您的贷款6月1日到期，请按时还款。"
    assert opinion(threat, *sentences(threat)).harm > second.NEARLY_SURE
    assert opinion(fair, *sentences(fair)).harm < second.DOUBT


def test_its_kinds_are_those_the_frames_give_reasons_for() -> None:
    assert opinion(TOLD, *sentences(TOLD)).kind in REASONS


def test_nearly_sure_it_blocks_what_the_rules_cannot_place(monkeypatch: pytest.MonkeyPatch) -> None:
    sure(monkeypatch, second.NEARLY_SURE)
    (found,) = wording.review(UNKNOWN)
    assert (found.level, found.category, found.code) == ("block", "threat", "likeness")
    assert (found.start, found.end) == (0, 4)


def test_less_sure_it_leaves_that_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    sure(monkeypatch, second.NEARLY_SURE - 0.01)
    assert [each.code for each in wording.review(UNKNOWN)] == ["unplaced"]


def test_however_sure_it_only_asks_about_what_the_rules_placed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert place(*sentences(FAIR)).purpose
    sure(monkeypatch, second.DOUBT)
    assert [each.code for each in wording.review(FAIR)] == ["unplaced"]


def test_it_places_nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    sure(monkeypatch, 0.0, fit=1.0)
    assert [each.code for each in wording.review(UNKNOWN)] == ["unplaced"]


def test_a_fair_sentence_of_which_little_is_known_is_placed_when_it_is_like_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "账单出来了，您抽空看一眼就好。"
    sure(monkeypatch, 0.0, fit=second.FITTING - 0.01)
    assert [each.code for each in wording.review(text)] == ["unplaced"]
    sure(monkeypatch, 0.0, fit=second.FITTING)
    assert wording.review(text) == []


def test_a_risky_word_is_placed_only_where_it_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "您的账单密码今天到期。"
    sure(monkeypatch, second.CLEAR, fit=1.0)
    assert "unplaced" in [each.code for each in wording.review(text)]
    sure(monkeypatch, 0.0, fit=second.VERY_FITTING - 0.01)
    assert "unplaced" in [each.code for each in wording.review(text)]
    sure(monkeypatch, 0.0, fit=1.0)
    assert wording.review(text) == []


def test_somebody_else_is_asked_about_however_fitting(monkeypatch: pytest.MonkeyPatch) -> None:
    sure(monkeypatch, 0.0, fit=1.0)
    assert "unplaced" in [each.code for each in wording.review("您孩子的账单今天到期。")]


def test_a_word_in_no_list_is_asked_about_unless_it_sees_nothing_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "奠仪若有剩可先入账。"
    sure(monkeypatch, second.CLEAR, fit=1.0)
    assert "unplaced" in [each.code for each in wording.review(text)]
    sure(monkeypatch, 0.0, fit=second.VERY_FITTING - 0.01)
    assert "unplaced" in [each.code for each in wording.review(text)]
    sure(monkeypatch, 0.0, fit=1.0)
    assert wording.review(text) == []


def test_a_grave_word_is_not_placed_however_fitting(monkeypatch: pytest.MonkeyPatch) -> None:
    sure(monkeypatch, 0.0, fit=1.0)
    found = wording.review("您的账单今天到期，弟兄们。")
    assert [each.code for each in found] == ["frame_thugs"]


def test_a_threat_behind_a_friendly_clause_is_asked_about() -> None:
    friendly = "天气转凉，注意添衣；还款在手机上就能办，不用跑网点"
    threat = "您最近常打电话的那些号码，我们都整理好了"
    assert wording.review(f"{friendly}。") == []
    for text in (f"{friendly}，{threat}。", f"{threat}，{friendly}。"):
        assert wording.review(text)


def test_who_wishes_a_safe_road_is_asked_why() -> None:
    """From who is owed money it is a threat as often as a kindness."""
    for text in (
        "这几天出门注意安全。",
        "您女儿放学路上小心。",
        "路上小心，别让我们碰到您。",
        "祝您一路平安，如果您还想一路平安的话。",
        "慢点开，后面跟着的是我们的人。",
        "Trouble finds you at home if you don't pay.",
    ):
        assert wording.review(text), text


def test_colleagues_of_the_customer_are_never_taken_for_ours() -> None:
    for text in (
        "我们会打给您的其他同事。",
        "您不接，我们就问问别的同事。",
        "您的值班同事昨天接了我们的电话。",
        "您夜班的同事已经知道了。",
    ):
        assert "block" in [each.level for each in wording.review(text)], text


def test_letters_that_figures_stand_for_are_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    sure(monkeypatch, 0.0, fit=1.0)
    assert wording.review("Please pay your l0an by Friday, thank yu.") == []
    assert wording.review("Please pay your f0xb by Friday, thank you.")


def test_a_mild_risky_word_is_fair_where_it_sees_nothing_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "您的账单已寄往您预留的住址。"
    sure(monkeypatch, second.CALM, fit=1.0)
    assert [each.code for each in wording.review(text)] == ["unplaced"]
    sure(monkeypatch, 0.0, fit=second.FITTING)
    assert wording.review(text) == []


def test_a_frame_it_sees_nothing_in_is_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [each.level for each in review_frames(TOLD, sentences(TOLD))] == ["block"]
    sure(monkeypatch, 0.0)
    assert [each.level for each in review_frames(TOLD, sentences(TOLD))] == ["warn"]


def test_it_has_no_say_about_threats(monkeypatch: pytest.MonkeyPatch) -> None:
    sure(monkeypatch, 0.0)
    text = "小心我们打断您的腿。"
    assert "block" in {each.level for each in review_frames(text, sentences(text))}


def test_it_has_no_say_about_values(monkeypatch: pytest.MonkeyPatch) -> None:
    sure(monkeypatch, 0.0)
    found = review_frames(TOLD, sentences(TOLD), by_sound=False)
    assert [each.level for each in found] == ["block"]


def test_what_a_rule_blocks_in_a_sentence_like_fair_ones_is_asked_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sure(monkeypatch, 0.5)
    assert "block" in {each.level for each in wording.harmful(KEPT)}
    sure(monkeypatch, 0.0, fit=1.0)
    assert {each.level for each in wording.harmful(KEPT)} == {"warn"}


def test_it_stays_blocked_where_nothing_is_ruled_out_or_warned_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sure(monkeypatch, 0.0, fit=1.0)
    assert "block" in {each.level for each in wording.harmful("提醒：联系您的家人。")}


def test_a_threat_is_blocked_however_fair_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    sure(monkeypatch, 0.0, fit=1.0)
    assert "block" in {each.level for each in wording.harmful("我们会弄死你。")}


def test_of_a_sentence_with_a_strange_word_little_doubt_is_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    strange = "您的贷款6月1日到期，魑魅还款。"
    assert any(not word.known for each in sentences(strange) for word in each.words)
    sure(monkeypatch, second.DOUBT_OF_THE_STRANGE, fit=1.0)
    assert "unplaced" in [each.code for each in wording.review(strange)]
    assert wording.review(FAIR) == []
