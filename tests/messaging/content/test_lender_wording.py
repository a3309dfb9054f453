"""What borrowers read of a lender, by language."""

from messaging.content.lender_wording import NOTHING_SAID, LenderText, read

TEXTS = {
    "en": {"name": " Anhe Finance ", "signature": "Anhe", "ways_to_pay": "the app"},
    "zh-hans": {"name": "安和", "signature": "安和"},
    "fr": {"name": "Anhe"},
}
PRODUCTS = {"消费贷": {"zh-hant": "消費貸", "en": " ", "fr": "prêt"}, "loan": {}}


def test_unknown_languages_and_blanks_are_left_out():
    wording = read(TEXTS, PRODUCTS)
    assert set(wording.texts) == {"en", "zh-hans"}
    assert wording.text("en") == LenderText("Anhe Finance", "Anhe", "the app")
    assert wording.products["消费贷"] == {"zh-hant": "消費貸"}


def test_texts_leave_in_languages_in_which_everything_is_said():
    wording = read(TEXTS, PRODUCTS)
    assert wording.languages == ("en",)
    assert wording.text("zh-hans").missing == ("ways_to_pay",)
    assert wording.text("zh-hant").missing == ("name", "signature", "ways_to_pay")


def test_a_product_is_called_by_its_approved_name_or_as_the_files_do_in_that_language():
    wording = read(TEXTS, PRODUCTS)
    assert wording.product("消费贷", "zh-hant") == "消費貸"
    assert wording.product("消费贷", "zh-hans") == "消费贷"
    assert wording.product("消费贷", "en") == ""
    assert wording.product("loan", "en") == "loan"


def test_a_page_or_letter_takes_another_language_where_nothing_is_said_in_its_own():
    wording = read(TEXTS, PRODUCTS)
    assert wording.said("name", "en") == "Anhe Finance"
    assert wording.said("name", "zh-hant") == "安和"
    assert wording.said("ways_to_pay", "zh-hans") == "the app"
    assert NOTHING_SAID.said("name", "en") == ""
