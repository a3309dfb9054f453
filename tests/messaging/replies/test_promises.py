"""The day and the amount a reply promises: a wrong day is worse than none.

The rows of the table are our own wording and that of people who did not know the rules.
"""

import csv
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from messaging.replies.promises import Promised, read

DATA = Path(__file__).parents[2] / "data"


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = _rows("promises.tsv")
"""What the second reader has learned from as well."""

KINDS = _rows("promised_days.tsv")
"""What it has not: feasts of every region, days that point to another, either of two, sums."""
SATURDAY = date(2026, 11, 28)
WORDS = """
    明 后 天 周 月 底 号 日 下 个 一 二 三 十 12 5 / . , 还 不 了 先 剩 元 千 next Friday the 15th
    in weeks Dec pay can't will $ until
"""


def _days(row: dict[str, str]) -> set[str]:
    return set(row["day"].split("|"))


def _read(row: dict[str, str]) -> Promised:
    return read(row["text"], date.fromisoformat(row["today"]))


def test_no_wrong_day_is_offered() -> None:
    wrong = {
        row["text"]: found.day
        for row in ROWS
        if (found := _read(row)).day and found.day.isoformat() not in _days(row)
    }
    assert wrong == {}


def test_nearly_every_day_is_read() -> None:
    right = [str(_read(row).day or "none") in _days(row) for row in ROWS]
    assert sum(right) / len(right) >= 0.95


def test_nearly_every_amount_is_read() -> None:
    right = [
        _read(row).amount == (Decimal(row["amount"]) if row["amount"] else None) for row in ROWS
    ]
    assert sum(right) / len(right) >= 0.95


def test_every_kind_of_day_and_sum_is_read() -> None:
    told = {
        row["text"]: (found.day, found.amount)
        for row in KINDS
        if str((found := _read(row)).day or "") not in _days(row)
        or found.amount != (Decimal(row["amount"]) if row["amount"] else None)
    }
    assert told == {}


@pytest.mark.parametrize(
    ("text", "written", "day"),
    [
        ("睡醒就还", time(0, 40), 24),
        ("睡醒就还", time(22, 10), 25),
        ("睡醒就还", time(15, 0), None),
        ("天亮就给你转", time(3, 0), 24),
        ("过了十二点就给你转", time(10, 0), 24),
        ("过了十二点就给你转", time(23, 0), 25),
        ("will pay after midnight", time(23, 30), 25),
        ("later wake up i paynow u", time(0, 50), 24),
        ("天亮再说", time(3, 0), None),
    ],
)
def test_sleep_and_midnight_are_of_the_hour_it_was_written_at(
    text: str, written: time, day: int | None
) -> None:
    assert read(text, date(2026, 6, 24), at=written).day == (day and date(2026, 6, day))


@pytest.mark.parametrize(
    ("text", "day", "amount"),
    [
        ("今天还不了，周一还", "2026-11-30", None),
        ("说好15号的，现在要20号还", "2026-12-20", None),
        ("逾期3天了，下周一还", "2026-11-30", None),
        ("先还500，剩下月底补", None, "500"),
        ("下周三四给你", "2026-12-03", None),
        ("下周三三点前还", "2026-12-02", None),
        ("I'll pay two weeks on Friday", "2026-12-18", None),
        ("will pay a week tomorrow", "2026-12-06", None),
        ("发工资后还", None, None),
        ("27号还过了", None, None),
        ("打过电话，27号还", "2026-12-27", None),
        ("後日過數1000", "2026-11-30", "1000"),
        ("18号回来，19号还1千2", "2026-12-19", "1200"),
        ("can't pay this week, the 9th instead", "2026-12-09", None),
        ("was due Tuesday, $80 this Friday", "2026-12-04", "80"),
        ("not paying on the 1st", None, None),
        ("明天转 说错了 大后天", "2026-12-01", None),
        ("paying Tuesday. Typo, Thursday", "2026-12-03", None),
        ("金额不对 8号还", "2026-12-08", None),
        ("5号领退休金6号去交", "2026-12-06", None),
        ("咱厂25开支 我26交给你", "2026-12-26", None),
        ("19/12 转数快", "2026-12-19", None),
        ("6号能还吗", None, None),
        ("6号行吗", "2026-12-06", None),
        ("能不能缓到6号", "2026-12-06", None),
        ("下月初3号给", "2026-12-03", None),
        ("今晚稍后转", "2026-11-28", None),
        ("last day of January, the full 2,300.75", "2027-01-31", "2300.75"),
        ("Wed 9 Dec, $45.50", "2026-12-09", "45.50"),
        ("Thu 9 Dec", None, None),
        ("领了奖金还800，9号", "2026-12-09", "800"),
        ("7号不会还的", None, None),
        ("9号后还", None, None),
        ("6号我弟还我，7号还你们", "2026-12-07", None),
        ("9号我去法院告你们", None, None),
        ("医院要交三千", None, None),
        ("Wednesday next week", "2026-12-02", None),
        ("3/1 or 1/3, who knows: paying 1/3", None, None),
    ],
)
def test_the_day_belongs_to_the_verb_of_paying(
    text: str, day: str | None, amount: str | None
) -> None:
    found = read(text, SATURDAY)
    assert found.day == (date.fromisoformat(day) if day else None)
    assert found.amount == (Decimal(amount) if amount else None)


@given(st.text(max_size=80), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_whatever_is_written_names_no_day_gone_by(text: str, today: date) -> None:
    day = read(text, today).day
    assert day is None or day >= today


@given(
    st.lists(
        st.sampled_from(WORDS.split()),
        max_size=14,
    ),
    st.dates(date(1, 1, 1), date(9990, 1, 1)),
)
def test_nor_does_anything_made_of_the_words_it_knows(words: list[str], today: date) -> None:
    for glue in ("", " "):
        found = read(glue.join(words), today)
        assert found.day is None or found.day >= today
        assert found.amount is None or found.amount > 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("再给我半个月时间 一定还", date(2026, 9, 30)),
        ("再过半个月我还", date(2026, 9, 30)),
        ("拜五還", date(2026, 9, 18)),
        ("Doubt we manage Friday", None),
        ("拜托周五再说", None),
    ],
)
def test_half_a_month_a_weekday_of_taiwan_and_a_doubt(text: str, day: date | None) -> None:
    assert read(text, date(2026, 9, 15)).day == day


@pytest.mark.parametrize(
    "text",
    ["宽限到月底行不行", "希望能延到下周五", "延到月底可以吗", "想申请拖到20号", "能否推迟到月底"],
)
def test_who_asks_for_time_has_promised_nothing_for_its_end(text: str) -> None:
    assert read(text, date(2026, 6, 10)).day is None


@pytest.mark.parametrize(("text", "day"), [("拖到15号我一定还", 15), ("推迟到20号还清", 20)])
def test_who_says_till_when_it_takes_has(text: str, day: int) -> None:
    assert read(text, date(2026, 6, 10)).day == date(2026, 6, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # a time alone belongs to what comes right after it
        ("two weeks from today I'll pay the lot", "2026-12-12"),
        ("tomorrow arvo I'll put 80 through", "2026-11-29"),
        ("driving test on the 9th, will pay after that", None),
        # what was agreed before is not what is promised now
        ("之前答应1号的没做到，5号一定打进去", "2026-12-05"),
        # the next clause says when
        ("先还300吧，周三转", "2026-12-02"),
        # wages told of right before are what it is paid from
        ("10号发奖金，能还五千", "2026-12-10"),
        ("后天我女儿过来，让她给转", "2026-11-30"),
        # another's wages are none of the writer's
        ("my husband gets paid on the 10th", None),
        ("月底发不出工资 还不上", None),
        # the one after next
        ("Thursday week I will pay", "2026-12-10"),
        # days counted from today, a year named beside a date
        ("四日后我会还", "2026-12-02"),
        ("明年1月4号还", "2027-01-04"),
        ("下个月月底还一半", "2026-12-31"),
        # doubt governs what follows it
        ("I doubt I can make Tuesday", None),
        ("今日没得还 下周一先得", "2026-11-30"),
    ],
)
def test_the_day_belongs_to_who_pays_and_when(text: str, day: str | None) -> None:
    assert read(text, SATURDAY).day == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("甲方下周二放款，放了就转过来", "2026-06-30"),
        ("月底存款到期，取出来还清", "2026-06-30"),
        ("26号到28号之间分两笔还齐", "2026-06-28"),
        ("最晚28，绝不拖", "2026-06-28"),
        ("最晚3点", None),
        ("between thursday and saturday i'll pay", "2026-06-27"),
        ("payin friday", "2026-06-26"),
        ("canada day latest", "2026-07-01"),
        ("双十节那天缴", "2026-10-10"),
        ("二十八号能少还点吗", None),
        ("28号能不能免罚息", None),
        ("my brother will pay his loan friday", None),
    ],
)
def test_money_that_comes_in_and_spans_have_their_day(text: str, day: str | None) -> None:
    assert read(text, date(2026, 6, 24)).day == (day and date.fromisoformat(day))


@pytest.mark.parametrize("text", ["下周一上班就弄", "you get it Friday", "周五我去柜台"])
def test_the_only_day_of_what_is_plainly_a_promise_is_its_day(text: str) -> None:
    assert read(text, date(2026, 6, 24)).day is not None


@pytest.mark.parametrize(
    "text",
    [
        "Friday i'm off work",
        "周五去你们公司理论",
        "周五公司开会",
        "see you in court friday",
        "周五我妈手术",
    ],
)
def test_another_errand_on_a_day_is_no_promise(text: str) -> None:
    assert read(text, date(2026, 6, 24)).day is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("周五或者周六还", "2026-06-27"),
        ("要么明天要么后天转", "2026-06-26"),
        ("27、28号打过去", "2026-06-28"),
        ("I'll pay Friday or Saturday", "2026-06-27"),
        ("the 27th or the 28th", "2026-06-28"),
        # far apart, the choice is the writer's still
        ("5号或者20号还", None),
        ("the 3rd or the 20th", None),
        ("周五或下周五还", None),
        # asked, it is nobody's
        ("should I pay on Friday or is Saturday ok?", None),
        ("周五还是周六还？", None),
    ],
)
def test_of_either_of_two_days_the_later_is_offered(text: str, day: str | None) -> None:
    assert read(text, date(2026, 6, 24)).day == (day and date.fromisoformat(day))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "马上还1250.5",
            "晚上给你们转一千",
            "好的，下班了就还",
            "等半小时,先转两百",
            "现在就付清",
        ),
        *("paying now", "I will pay it right away", "at lunch I will send it"),
    ],
)
def test_a_part_of_the_day_alone_is_of_today(text: str) -> None:
    assert read(text, SATURDAY).day == SATURDAY


@pytest.mark.parametrize(
    "text",
    [
        *(
            "马上还不上",
            "现在还没钱",
            "马上发工资了就还",
            "晚上还有事",
            "中午给孩子交学费",
            "房子卖了，马上还",
        ),
        *("房子卖了，马上还", "现在结清多少钱", "马上还清有没有减免", "晚上还给别人钱"),
        *(
            "paying now would bounce",
            "I'm paying now more than I earn",
            "I work Friday or Saturday",
        ),
        *("I'm short right now", "can't pay right away", "when it sells, will pay right away"),
    ],
)
def test_it_is_none_where_nothing_is_paid_or_something_is_waited_for(text: str) -> None:
    assert read(text, SATURDAY).day is None


@pytest.mark.parametrize(
    ("text", "day", "amount"),
    [
        ("月中给800，别的再说", "2026-07-15", 800),
        ("middle of the month I will pay 1,500", "2026-07-15", 1500),
        ("week after next, on the Tuesday", "2026-07-07", None),
        ("we get paid the last Friday of the month so £140 then", "2026-06-26", 140),
        ("end of the month when the rent from my lodger comes", "2026-06-30", None),
        ("can do eighty quid on the 5th", "2026-07-05", 80),
        ("Saturday I'll be home and will pay the 75", "2026-06-27", 75),
        ("下個月一號過1,200", "2026-07-01", 1200),
        ("最迟周五,2300一次打齐", "2026-06-26", 2300),
        ("I will pay in 2 working days", None, None),
    ],
)
def test_more_ways_to_name_a_day_and_a_sum(text: str, day: str | None, amount: int | None) -> None:
    found = read(text, date(2026, 6, 24))
    assert (found.day and found.day.isoformat(), found.amount) == (day, amount)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mingtian bu xing 20hao huan", "2026-07-20"),
        ("I was going to pay on 25th but bank was shut so tomorrow it is", "2026-06-25"),
        ("I was gonna pay Friday but got sick, will do Monday", "2026-06-29"),
        ("was meant to pay yesterday, paying tonight", "2026-06-24"),
        ("I was planning to pay Friday", None),
    ],
)
def test_what_was_meant_before_or_is_refused_is_no_day(text: str, day: str | None) -> None:
    found = read(text, date(2026, 6, 24)).day
    assert (found and found.isoformat()) == day
