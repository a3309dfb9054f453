"""What happened to a person, in Chinese: for each circumstance what tells of it, and what does not.

Read on plain simplified text (replies.speech). Ideas are composed from who × what.
"""

from collections.abc import Mapping

from accounts.rules.hold_terms import (
    BEREAVEMENT,
    DEATH,
    INSOLVENCY,
    MINOR,
    OCCASION,
    REPRESENTATION,
)


def either(*alternatives: str) -> str:
    """A group of alternatives, which may themselves be several."""
    return f"(?:{'|'.join(alternatives)})"


# The customer as somebody else speaks of them, and the people one loses.
HOLDER = either(
    "借款人|贷款人|持卡人|机主|户主|号主|当事人|该客户|你们的?客户",
    "此人|这个?人|这号的?主人|他本人|她本人|他|她",
)
KIN = either(
    "爸爸?|爹|父亲|老爸|老爹|妈妈?|母亲|老妈|娘|老公|丈夫|先生|老婆|妻子|太太|爱人|媳妇|对象",
    "儿子|女儿|孩子|爷爷|奶奶|阿爸|阿妈|阿公|阿嬷|阿嬤|阿婆|外公|外婆|姥姥|姥爷|岳父|岳母|公公|婆婆",
    "哥哥?|弟弟?|姐姐?|妹妹?|家父|家母|先父|先母|亡夫|亡妻|家人|亲人|舅舅|叔叔|姑姑|伯伯|大伯|祖父|祖母",
)
# Words for dying that mean nothing else, and those that do only when a person stands before them.
DIED = either(
    "去世|过世|过身|病逝|病故|身故|亡故|已故|离世|逝世|往生|辞世|仙逝|身亡|遇难|不在人世|撒手人寰"
)
GONE = either(
    DIED,
    "死了|死掉|死亡|死在|(?:人|已经?|早就?|都)(?:没了|走了|不在了)",
    "(?:今天|今早|昨天|昨晚|昨夜|前天|上周|凌晨|夜里|刚刚?)(?:早上|晚上|上午|下午)?(?:走|没)的",
)
WITHIN = "[^，。！？；,.!?;]{0,10}?"
# "Gone" says it of the old without another word; of a spouse it may be a quarrel, and whoever has
# gone somewhere is alive.
ELDERS = either(
    "爸爸?|爹|父亲|老爸|老爹|妈妈?|母亲|老妈|娘|爷爷|奶奶|外公|外婆|姥姥|姥爷|阿公|阿嬷|阿嬤|阿婆",
    "岳父|岳母|公公|婆婆|祖父|祖母|家父|家母|老人家?|老父亲?|老母亲?",
)
WHEN = either(
    "(?:也|就|已经?|刚刚?|前几天|这几天|上个?(?:周|星期|礼拜|月)|这个?(?:周|星期|礼拜|月)|今年|去年)",
    "(?:今|昨|前)(?:天|晚|夜|早)|[一二两三四五六七八九十几半\\d]+个?(?:天|周|星期|礼拜|月|年)前",
)
KIN_GONE = (
    f"(?:{ELDERS}{WHEN}?(?:走|没)了|{KIN}{WHEN}?(?:没了|不在了))"
    "(?!.{0,3}?(?:去|回|到|步|路|趟|出差|出门|上班|旅游|才|再|又|晚|钱|电|消息|音信|家|工作|收入|力气|办法|主意))"
)
UNREAL = either(
    "如果|要是|假如|假设|万一|若是?|等我|等到|除非|是不是要|难道|就算|哪怕|巴不得|恨不得|咒|盼"
)
NOT_DEAD = either(UNREAL, f"没(?:有)?{DIED}|未{DIED}")
ADULT_AT = either("18|十八")
YOUNG = either("(?:才|只有|今年)(?:[4-9]|1[0-7])岁", "(?:才|只有|今年)(?:十[一二三四五六七]?)岁")

TOLD: Mapping[str, str] = {
    DEATH: either(
        f"{HOLDER}{WITHIN}{GONE}",
        f"(?:机主|借款人|户主|号主|持卡人|他|她|这个?人)是我?(?:的)?{KIN}.{{0,14}}?{GONE}",
        "死亡证|火化证|死亡注销|销户证明|遗产继承|继承人",
    ),
    BEREAVEMENT: either(
        f"{KIN}{WITHIN}{GONE}",
        KIN_GONE,
        "丧事|治丧|办丧|奔丧|丧葬|守灵|出殡|葬礼|头七|白事|戴孝|守孝|居丧|追悼会|下葬|火化",
        f"丧偶|丧子|丧夫|丧妻|刚失去了?(?:我的?)?{KIN}",
    ),
    INSOLVENCY: either(
        "(?:个人|本人|我|法院|已经?|正在).{0,8}?(?:申请|宣告|裁定|进入|办理|走)?了?(?:个人)?破产",
        "破产(?:管理人|清算|重整)|个人债务集中清理|债务清理程序|清算程序",
        "更生(?:程序|方案|裁定)|前置协商|消债条例",
    ),
    REPRESENTATION: either(
        "(?:联系|找|跟|和|与|问|通过|交给|对接).{0,3}?(?:我|他|她)(?:们)?的?"
        "(?:代理|委托|辩护)?(?:律师|代理人|监护人|法律顾问|法定代理)",
        "(?:律师|代理人|监护人)(?:全权)?(?:代理|处理|代表|负责|跟进|会联系|会跟|来谈)",
        "(?:委托|聘请|请)了?.{0,6}?律师.{0,4}?(?:处理|代理|负责)",
        "(?:本所|本律师|本律所|我所|代理人)(?:现|已)?(?:接受|受).{0,8}?(?:委托|委任)",
        "(?:与|跟|和|同|向)本(?:律师|所)(?:直接)?(?:联系|沟通|接洽|协商|联络)",
        "(?:我|本人)是(?:他|她|借款人|机主|持卡人|客户).{0,2}?的?(?:监护人|律师|代理人|法定代理人)",
    ),
    MINOR: "(?:我|本人|机主|借款人|他|她|这个?人).{0,4}?还?是?"
    + either(
        f"未成年|没成年|(?:未满|不满|没满|不到){ADULT_AT}",
        f"小学生|初中生|{YOUNG}",
    ),
    OCCASION: either(
        "(?:我|我们|今天|明天|这周|家里|正在).{0,6}?(?:办婚礼|结婚典礼|婚宴|迎亲|接亲)",
        "(?:今天|明天)是?我.{0,4}?结婚|受灾|遭灾|灾区",
        "(?:家|房子|屋|村|店)里?.{0,3}?(?:被淹|淹了|塌了|烧了|冲走|震塌)",
        "(?:洪水|地震|台风|泥石流|火灾).{0,8}?(?:家|房|我们这)",
    ),
}
BUT: Mapping[str, str] = {
    DEATH: NOT_DEAD,
    BEREAVEMENT: NOT_DEAD,
    INSOLVENCY: either(
        "公司|单位|厂|老板|店|企业|雇主|破产了?(?:边缘|的人)",
        "(?:快|要|都|逼|差点|濒临|几乎|将近|面临|搞|弄)(?:到|得)?(?:我)?(?:个人)?破产",
        UNREAL,
    ),
    REPRESENTATION: "你们的?律师|贵司律师|律师函|告你|起诉你",
    MINOR: either(f"(?:我|他|她)(?:的)?{KIN}|未成年人保护", UNREAL),
    OCCASION: either(UNREAL, f"{KIN}(?:逼|催)"),
}
"""What makes a sentence mean something else: a condition, a denial, somebody else's affair."""
