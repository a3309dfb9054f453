"""What is told by how it is put together, not by its words."""

import pytest

from messaging.replies.intents import Intent, classify


@pytest.mark.parametrize(
    ("reply", "intent"),
    [
        ("我只是问问，没说要退订", Intent.REVIEW),
        ("刚才的TD是我女儿按的", Intent.REVIEW),
        ("之前取消了的能恢复吗", Intent.REVIEW),
        ("I never asked to be unsubscribed", Intent.REVIEW),
        ("I'd like to keep getting the texts", Intent.REVIEW),
        ("要是明天没我消息，就是走了", Intent.DISTRESS),
        ("过了今晚就解脱了", Intent.DISTRESS),
        ("打我单位座机二十多次", Intent.COMPLAINT),
        ("把我公司前台电话打爆了", Intent.COMPLAINT),
        ("天天打我妈电话", Intent.COMPLAINT),
        ("把欠债的事发到家族群", Intent.COMPLAINT),
        ("谁稀罕你们的提醒", Intent.OPT_OUT_REVIEW),
        ("把还款发到哪个公司账户", Intent.OTHER),
        ("姓名根本对不上", Intent.WRONG_PARTY),
        ("你打的是医院", Intent.WRONG_PARTY),
        ("no Kelvin at this number", Intent.WRONG_PARTY),
        ("我从来不认得这笔钱", Intent.DISPUTE),
        ("漏记了我一笔", Intent.DISPUTE),
        ("扣了双份", Intent.DISPUTE),
        ("拆成四期行吗", Intent.HARDSHIP),
        ("could do 40 a month", Intent.HARDSHIP),
        ("能不能改成每月25号", Intent.OTHER),
        ("几点之前还", Intent.OTHER),
        # who asks to be called in the afternoon does not complain of calls at night
        ("请明天下午3点给我打电话", Intent.OTHER),
        ("明天3点给我打电话", Intent.OTHER),
        ("半夜3点打电话给我", Intent.COMPLAINT),
        ("你们昨天3点打我电话", Intent.COMPLAINT),
        ("5分好评", Intent.RATING),
        ("I would give you a 3", Intent.RATING),
        # a question is no dispute, no payment and no wrong number
        ("还款日碰上周六往后推不", Intent.OTHER),
        ("在哪能看自己还差多少", Intent.OTHER),
        ("昨天还了，什么时候能恢复额度吗", Intent.OTHER),
        ("可以让我姐夫替我还吗", Intent.OTHER),
        ("提前结清要收违约金不", Intent.OTHER),
        ("can my sister pay it for me", Intent.OTHER),
        ("怎么多扣我一百，退给我", Intent.DISPUTE),
        # a pause of payments is no wish for fewer texts
        ("厂里停工，老婆也没工作，能不能先停一停", Intent.HARDSHIP),
        ("失业半年了，每天提醒受不了，能不能停一停", Intent.OPT_OUT_REVIEW),
        # hours, channels and how often
        ("夜里别发，宝宝睡了", Intent.OPT_OUT_REVIEW),
        ("只收书面通知，不要短信", Intent.OPT_OUT_REVIEW),
        ("不退订了对吧，那我拉黑", Intent.OPT_OUT_REVIEW),
        # who was asked to help, who was told
        ("我让外甥女明天帮我弄，我不会用手机", Intent.PROMISE),
        ("正在找我哥借，借到就还", Intent.PROMISE),
        ("给我公司打电话谁允许的", Intent.COMPLAINT),
        ("这是人说的话吗", Intent.COMPLAINT),
        ("卡里余额不足，我下午存进去", Intent.PROMISE),
        ("等我姨父结了账一起还", Intent.PROMISE),
        ("they have me in the psychiatric unit", Intent.DISTRESS),
        ("我叔昨晚走的", Intent.HARDSHIP),
        ("交了两年，本金一点没少", Intent.DISPUTE),
        ("来了几十条了，受够了", Intent.OPT_OUT_REVIEW),
        ("我不许你们继续给我发", Intent.OPT_OUT_REVIEW),
        ("请继续给我发提醒", Intent.REVIEW),
        ("卡是我从网上别人手里收的", Intent.WRONG_PARTY),
        ("你们客服态度真差", Intent.COMPLAINT),
        ("服务太烂了", Intent.COMPLAINT),
        # to report a theft to the police is not to complain of the lender
        ("别人拿我身份证办的贷款，我已经报案了", Intent.DISPUTE),
        ("我没借过，已报警，可以提供回执", Intent.DISPUTE),
        ("my ID was stolen and used for this loan, police case number 4471", Intent.DISPUTE),
        # slips of the pen, and money just spent, are no wrong number and no mistaken opt-out
        ("后天换 打错字了 是还", Intent.PROMISE),
        ("刚给娃交了补习费，手头紧，给点时间", Intent.HARDSHIP),
        # a parent dying
        ("医生说我妈就这几天了，没心思管别的", Intent.DISTRESS),
        ("my mum is dying in hospital", Intent.DISTRESS),
        # a new telephone and a contract to be fetched are no wrong number and no dispute
        ("我换手机了 验证码收不到咋整", Intent.OTHER),
        ("换手机了，这号给别人了", Intent.WRONG_PARTY),
        ("合同在哪里下载", Intent.OTHER),
        ("合同在哪，拿出来看看", Intent.DISPUTE),
        ("can i change my due date to the 20th", Intent.OTHER),
        ("can i change my due date to the 20th, I lost my job", Intent.HARDSHIP),
        ("我不投诉你 就是想问问罚息一天多少", Intent.OTHER),
        ("我不投诉你们投诉谁", Intent.COMPLAINT),
        # coupons bought, tickets returned
        ("那个满减券还能用吗", Intent.OTHER),
    ],
)
def test_a_reply_is_understood_by_how_it_is_put_together(reply: str, intent: Intent) -> None:
    assert classify(reply) is intent


def test_to_free_oneself_early_is_not_to_ask_why_in_cantonese() -> None:
    assert classify("只求早点解脱") is Intent.DISTRESS
