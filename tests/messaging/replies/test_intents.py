"""What replies mean: a table of what people really write, and the traps."""

import pytest
from hypothesis import given, strategies as st

from messaging.replies.cues.keywords import OPT_OUT_KEYWORDS
from messaging.replies.intents import SUPPRESSING, Intent, by_rule, classify, effects
from messaging.replies.normalising.normalise import normalise
from messaging.replies.normalising.speech import heard

REPLIES = {
    Intent.OPT_OUT: """
        T|TD|td|ＴＤ|T D|t.d.|ТD|N|n|Ν|R|TT|QX|0000|退订|退 订|退订。|退定|退訂|拒收|取消订阅
        取消訂閱
        不要再发|STOP|stop|Stop!|S T O P|stop all|UNSUBSCRIBE|cancel|END|quit|revoke|opt out
        OPT-OUT
        回复TD|回TD|回T退订|回复TD退订|我要退订|我要退订！！|请退订|麻烦退订谢谢
        麻烦帮我退订一下，谢谢|退订了|退订吧|TD谢谢
        TD退订|【退订】|“TD”|TD😡|退订退订退订|請退訂|回覆TD|please stop|Stop, thanks|stop it
        STOP now|取消|别发了|勿扰|ＳＴＯＰ
    """,
    Intent.OPT_OUT_REVIEW: """
        怎么退订|怎么退订啊你们|别再给我发短信了|别给我发短信|stop texting me|Leave me alone
        leave me alone!!!
        拒收请回复TD|Reply STOP to opt out|如何取消订阅|能不能退订|可不可以退订
        是不是回复TD就行
        你们不要再给我发信息了|以后别发了好吗|不想再收到你们的短信|不想收到这种短信
        请不要再联系我|不要打扰我|别烦我了
        take me off your list|remove my number please|don't text me again
        do not contact me anymore|no more messages please
        stop sending me these messages|I don't want to receive this
        how do I unsubscribe from this|please stop this|never text me
        天天发烦死了，不要再发了|不让退订吗|再发我就换号|no texts on this number
        請不要再發短信給我|把短信停发|不能退订吗|我要怎么拒收
    """,
    Intent.REVIEW: """
        不是退订，误发|不是退订|我没有退订|不要退订|我不想退订|刚才误发的TD|按错了，不退订
        退订是不小心按的|别退订
        don't unsubscribe me|I did not unsubscribe|sorry, unsubscribe was by mistake|不用退订
        退订是我发错了
    """,
    Intent.WRONG_PARTY: """
        打错了|你打错电话了|不是本人|我不是本人|不认识|不认识这个人|找错人了|发错人了
        你们发错了吧|wrong number|Wrong person
        我不认识他|这不是我，号码换了|机主已换|我不是王小明|我不是张三，别发了|换号了|not me
        I don't know this person
        this is not me|查无此人|這個人我不認識|刚办的号|认错人了
    """,
    Intent.COMPLAINT: """
        投诉|我要投诉你们|12321|打12378举报你们|我会打12345|我要报警|找律师告你们|你们天天骚扰我
        骚扰电话|已向银保监投诉
        I will complain|this is harassment|my lawyer will call you|我要投诉，不要再发了|投訴
        再發我就報警|我要去12315|泄露我隐私
        stop harassing me|为什么退订不了|我都说了退订还发|退订！已经说了三遍
    """,
    Intent.DISPUTE: """
        没借过|我没借过你们的钱|没有借过|从来没借过|金额不对|金额有误|这金额好像不对吧
        利息算错了|我不欠你们钱
        不是我借的|这笔贷款不是本人办的|不知道这笔贷款|被人冒用了|wrong amount
        I never borrowed from you|the amount is wrong
        not my debt|I dispute this|I don't owe you anything|多扣了我的钱|沒借過|金額不對
        账单有问题
    """,
    Intent.HARDSHIP: """
        失业了|我失业了没钱|住院了|没钱|最近困难|家里有困难|没工作了|工资没发|公司拖欠工资
        还不上|还不起|实在没办法还
        lost my job|I was laid off|I'm in hospital|can't afford it|I cannot pay|能不能分期
        可以延期吗|能宽限几天吗|周转不开
        生病了在做手术|沒錢|住院中|手头有点紧|I have no money|can I get a payment plan|还没钱
        已还不起了|能不能晚几天还
    """,
    Intent.PAID: """
        已还|已还款|已经还了|还过了|我还了|昨天还了|刚还了|刚刚还清了|已结清|已付|已经付款
        还款成功|already paid|I paid yesterday
        I have paid|I've already paid this|paid|Payment made|已經還了|早还清了|转账了
        我已经转过去了|钱已经还了呀|这期分期已经还了
    """,
    Intent.PROMISE: """
        明天还|明天就还|月底还|周五还|下周还|后天还款|发工资就还|发了工资还|15号还|三天后还
        过几天还|晚点还|今晚还|马上还
        尽快处理|我会尽快还的|我会还的|will pay Friday|I will pay tomorrow
        end of month I will pay|I'll pay next week|gonna pay on monday
        pay you tomorrow|明天還|下個月還|下周一定还|明天下午处理|月底还清|知道了马上还
        I promise to pay|明天把钱还上
    """,
    Intent.DISTRESS: """
        不想活了|我想死|活不下去了|你们逼死我算了|再逼我我就跳楼|生不如死|I want to die
        I'm going to kill myself|suicide
        活着没意思|我要自杀，别再发了|退订，我不想活了|TD 我想死|no reason to live|撑不下去了
        走投无路了|不想活著
    """,
    Intent.RATING: "1|2|3|4|5|５|①|5分|4星| 3 |5!",
    Intent.OTHER: """
        好的|收到|谢谢|你好|T恤多少钱|TDK电容|怎么还款|在哪里还|还好吗|是的|不|no|No thanks|yes
        ok|6|0|12|55|T恤|TD-LTE是什么
        可以还支付宝吗|今天还要上班|我还了解一下|还款方式有哪些|how can I pay?|can I pay online
        cancel culture|the end|你们是谁
        who is this?|what is this|weekend|nonstop|？？？|😂|明天还没空|多少钱|end of story
        利率是多少|转告你们经理|别发火|APP崩溃了
        不要发愁|不需要收费吗|我不需要贷款|我正在开会
        tdk|RR8|N95口罩|我没困难|can't go online|how to pay by card|还没还
    """,
}
TABLE = [
    (reply, intent)
    for intent, block in REPLIES.items()
    for line in block.strip(" \n").split("\n")
    for reply in line.strip(" ").split("|")
]


@pytest.mark.parametrize(("reply", "intent"), TABLE)
def test_a_reply_means(reply: str, intent: Intent) -> None:
    assert classify(reply) is intent


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(TABLE) >= 250


@pytest.mark.parametrize(
    "reply",
    [
        "我要投诉，不要再发了",
        "我不想活了，退订",
        "我不是张三，别发了",
        "打错了，别再发短信了",
        "stop harassing me and stop texting me",
        "不是退订那个意思，是别再给我发短信了",
        "没借过，别再联系我",
        "TD",
        "怎么退订",
        "为什么退订不了",
        "我都说了退订还发",
        "退订！已经说了三遍",
        "i said stop",
    ],
)
def test_an_opt_out_cue_keeps_its_effect_under_a_stronger_intent(reply: str) -> None:
    assert SUPPRESSING & effects(reply)


@pytest.mark.parametrize(
    "reply", ["投诉", "不是退订，误发", "打错了", "明天还", "N95口罩", "5", ""]
)
def test_without_a_standing_cue_nothing_is_suppressed(reply: str) -> None:
    assert SUPPRESSING.isdisjoint(effects(reply))


@pytest.mark.parametrize(
    "reply", ["不要联系我家人", "别告诉我单位", "不要发给我家人", "不要通知我的单位"]
)
def test_asking_to_spare_the_family_is_no_opt_out(reply: str) -> None:
    assert SUPPRESSING.isdisjoint(effects(reply))


def test_effects_carry_every_meaning_of_a_reply() -> None:
    assert effects("我要投诉！金额不对，别再发了") == {
        Intent.COMPLAINT,
        Intent.DISPUTE,
        Intent.OPT_OUT_REVIEW,
    }
    assert effects("好的") == {Intent.OTHER}
    assert effects("不是退订，误发") == {Intent.REVIEW}


@given(st.text(max_size=400))
def test_any_text_has_an_intent_that_is_among_its_effects(text: str) -> None:
    assert classify(text) in effects(text)


@given(st.text(alphabet="我要不没还退订TDSTOP明天发再别是投诉1才能把", max_size=200))
def test_any_mixture_of_cues_is_answered(text: str) -> None:
    assert classify(text) in effects(text)


NOISE = st.lists(st.sampled_from([" ", "。", "!", "\u200b", "·", "\n", "-", "】"]), max_size=3)


@given(st.sampled_from(OPT_OUT_KEYWORDS), st.data())
def test_spaces_punctuation_case_and_width_do_not_hide_a_keyword(
    keyword: str, data: st.DataObject
) -> None:
    widen = data.draw(st.booleans())
    lower = data.draw(st.booleans())
    written = ""
    for character in keyword.lower() if lower else keyword:
        wide = widen and "!" <= character <= "~"
        written += "".join(data.draw(NOISE)) + (chr(ord(character) + 0xFEE0) if wide else character)
    assert classify(written + "".join(data.draw(NOISE))) is Intent.OPT_OUT


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert once.isalnum() or not once
    assert normalise(once) == once


@given(st.text(alphabet="我要不没还退訂发再别是投诉请！，。 ？😀", max_size=60))
def test_signs_between_chinese_words_change_nothing_that_a_rule_finds(text: str) -> None:
    found = by_rule(heard(text))
    assert by_rule(heard(normalise(text))) == found
    assert found <= effects(text)


def test_very_long_replies_are_answered() -> None:
    for piece in ("退订", "请", "1", "才能", "明天我", "不想要", "谢谢", "不", "没有"):
        assert classify(piece * 10_000) in Intent


@pytest.mark.parametrize(
    ("reply", "intent"),
    [
        # two things are said: filed under what most of it is about, and both keep their effect
        ("俺眼睛花看不清，别往俺手机上发字了", Intent.OPT_OUT_REVIEW),
        ("厂里半年没发工资了，老婆等着做手术，实在还不出来", Intent.HARDSHIP),
        ("我28号一定还清他", Intent.PROMISE),
        # distress and a keyword come first whatever else is said
        ("你们客服骂我，我真的不想活了", Intent.DISTRESS),
    ],
)
def test_a_reply_of_several_meanings_is_filed_under_the_likeliest(
    reply: str, intent: Intent
) -> None:
    assert classify(reply) is intent
