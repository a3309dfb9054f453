"""What of the inbox somebody wants to see: in the address, and of the rows it means."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from accounts.holds import service as holds
from feedback.inbox import assignment, listing
from feedback.inbox.filters import AGES, CHATTER, SORTS, Filters
from tests import make, make_inbox

ASKED = st.dictionaries(
    st.sampled_from(["intent", "lender", "age", "owner", "topic", "sort", "more"]),
    st.sampled_from([CHATTER, "complaint", "me", "nobody", "7", "²", "genuine", "", *AGES, *SORTS]),
)


@given(ASKED)
def test_an_address_says_what_it_was_made_of(asked: dict[str, str]) -> None:
    wanted = Filters.read(asked)
    assert Filters.read(wanted.query()) == wanted
    assert set(wanted.query().items()) <= set(asked.items())


def _shown(wanted: Filters, now: datetime) -> list[str]:
    page = listing.page(listing.ALL, by=make_inbox.agent(), now=now, wanted=wanted)
    return [row.snippet for row in page.rows]


@pytest.mark.django_db
def test_each_filter_leaves_what_it_names(now: datetime) -> None:
    lender, agent = make_inbox.ready(make.lender()), make_inbox.agent()
    loan = make.loan(lender=lender)
    long_ago = now - timedelta(days=4)
    make_inbox.conversation("我要投诉", at=now, customer=loan.customer)
    make_inbox.conversation("怎么还款", at=long_ago)
    bereaved = make_inbox.conversation("我妈上周走了，这几天没心情谈这个", at=now)
    kind = {"kind": "bereavement", "reason": "x", "source": "t"}
    holds.place(customer=bereaved.customer, now=now, **kind)
    assignment.take(make_inbox.conversation("好的", at=now), by=agent, now=now)
    assert _shown(Filters(intent="complaint"), now) == ["我要投诉"]
    assert _shown(Filters(lender=str(lender.pk)), now) == ["我要投诉"]
    assert _shown(Filters(intent="bereavement"), now) == ["我妈上周走了，这几天没心情谈这个"]
    assert _shown(Filters(age="over-3d"), now) == ["怎么还款"]
    assert _shown(Filters(age="overdue"), now) == ["怎么还款"]
    assert _shown(Filters(owner=str(agent.pk)), now) == ["好的"]
    assert {"我要投诉", "怎么还款"} < set(_shown(Filters(owner="nobody"), now))
    assert _shown(Filters(intent=CHATTER), now) == ["好的"]
    for said in ("骗子！", "真的假的"):
        make_inbox.conversation(said, at=now)
    assert _shown(Filters(topic="genuine"), now) == ["骗子！", "真的假的"]
    assert _shown(Filters(topic="genuine", owner="nobody", intent="asks"), now) == []
    assert _shown(Filters(sort="oldest"), now)[0] == "怎么还款"
    assert _shown(Filters(sort="newest"), now)[-1] == "怎么还款"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["怎么还款", "我要投诉", "不想活了", "今天还", "我去银保监会投诉你们", "你们是骗子吗"]
)
def test_who_asks_or_means_anything_is_no_small_talk(text: str, now: datetime) -> None:
    make_inbox.conversation(text, at=now)
    assert _shown(Filters(intent=CHATTER), now) == []


@pytest.mark.django_db
def test_the_number_of_queries_does_not_follow_the_filters(
    now: datetime, django_assert_num_queries
) -> None:
    for text in ("好的", "谢谢", "怎么还款"):
        make_inbox.conversation(text, at=now)
    agent = make_inbox.agent()
    for wanted in (Filters(), Filters(intent=CHATTER, lender="1", age="1-4h", owner="me")):
        with django_assert_num_queries(1):
            listing.version(listing.ALL, by=agent, now=now, wanted=wanted)
