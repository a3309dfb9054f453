"""Made-up people of the sample belong to no one."""

import random

import pytest

from accounts.intake.parsing.cells.addresses import SANDBOX_PHONE
from accounts.sample import people


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("sex", [people.MALE, people.FEMALE])
def test_names_are_of_their_language(language, sex):
    rng = random.Random(1)
    names = {people.full_name(rng, sex=sex, language=language) for _each in range(200)}
    assert len(names) > 20
    assert all(name.isascii() == (language == "en") for name in names)
    if language == "zh-hant":
        assert not any(set(name) & set("张刘陈杨赵吴孙马") for name in names)
    assert people.salutation(sex=sex, language=language)


def test_the_same_chance_makes_the_same_people():
    one, other = (people.full_name(random.Random(7), sex="1", language="zh-hans") for _ in "ab")
    assert one == other


def test_telephone_numbers_are_the_sandboxes_and_differ():
    numbers = [people.sandbox_phone(number) for number in range(5000)]
    assert len(set(numbers)) == 5000
    assert all(SANDBOX_PHONE.fullmatch(number) for number in numbers)


def test_the_last_four_are_those_of_an_identity_card():
    rng = random.Random(2)
    found = {people.last_four(rng) for _each in range(300)}
    assert all(len(each) == 4 and each[:3].isdigit() and each[3] in "0123456789X" for each in found)
