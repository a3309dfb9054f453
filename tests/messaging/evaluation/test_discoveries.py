from messaging.evaluation.discoveries import believed


def test_the_largest_p_below_its_line_takes_the_smaller_ones_with_it():
    """The example of Benjamini & Hochberg (1995), table 1: the first four of fifteen."""
    p_values = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
        *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
    ]
    assert believed(p_values) == [True] * 4 + [False] * 11
    assert believed(p_values[::-1]) == [False] * 11 + [True] * 4


def test_one_comparison_is_judged_as_ever_and_none_gives_none():
    assert believed([0.04]) == [True]
    assert believed([0.06]) == [False]
    assert believed([]) == []
