from hypothesis import given, strategies as st

from accounts.intake.merging.unusual import FileFigures, unusual

USUAL = {"open": 100, "named": 98, "known": 98, "amounts": 5, "people": 98, "phones": 1, "names": 0}


def found(*before: dict[str, int], **changed: int) -> list[str]:
    figures = FileFigures(**{**USUAL, **changed})
    return [each.code for each in unusual(figures, before)]


def test_a_file_like_the_others_is_not_asked_about():
    assert found() == []
    assert found(USUAL, USUAL) == []


def test_each_measure_is_asked_about_when_it_is_far_above():
    assert found(named=70) == ["vanished"]
    assert found(amounts=60) == ["amounts"]
    assert found(amounts=12, far=12) == ["far"]
    assert found(phones=20) == ["phones"]
    assert found(names=11) == ["names"]
    assert found(raised=11) == ["raised"]
    assert found(grown=10) == ["grown"]
    assert found(new=11) == ["new"]


def test_the_figures_say_how_much_and_how_usual():
    (told,) = unusual(FileFigures(**{**USUAL, "phones": 49}), [USUAL, USUAL])
    assert (told.affected, told.base, told.percent, told.usual) == (49, 98, 50, 1)


def test_what_happened_twice_is_usual_and_once_was_an_accident():
    part = {**USUAL, "named": 10}
    assert found(part, USUAL, USUAL, named=10) == ["vanished"]
    assert found(part, USUAL, part, named=10) == []
    every_month = {**USUAL, "amounts": 98}
    assert found(every_month, *[USUAL] * 29, every_month, *[USUAL] * 20, amounts=98) == []


def test_once_it_is_known_what_is_usual_less_is_asked_about():
    base = {"open": 1_000, "named": 1_000, "known": 1_000, "people": 1_000}
    day = FileFigures(**base, raised=30, grown=12, new=30)
    assert unusual(day, [base] * 9) == []
    assert [each.code for each in unusual(day, [base] * 10)] == ["raised", "grown", "new"]
    usual = {**base, "raised": 40, "grown": 10, "new": 20}
    assert unusual(day, [usual] * 10) == []


def test_a_handful_is_no_pattern():
    small = {"open": 9, "named": 0, "known": 9, "amounts": 9, "far": 9, "people": 9, "names": 9}
    assert unusual(FileFigures(**small), []) == []


@given(
    st.builds(
        FileFigures,
        *[st.integers(0, 50)] * 11,
    ),
    st.lists(st.builds(lambda *n: FileFigures(*n).as_json(), *[st.integers(0, 50)] * 8)),
)
def test_any_figures_are_judged(figures, before):
    for told in unusual(figures, before):
        assert told.affected <= max(told.base, told.affected)
        assert told.percent >= 5
