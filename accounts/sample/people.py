"""Made-up people: names, salutations and addresses that belong to no one."""

import random

# The commonest first.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金韦贾夏傅方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
COMPOUND_SURNAMES = ("欧阳", "上官", "司马", "诸葛")
MALE_GIVEN = "伟强磊军洋勇杰涛超明刚平辉鹏飞波斌宇浩凯健俊帆林峰建国志远天佑子轩文博家豪嘉诚"
FEMALE_GIVEN = "芳娜敏静丽艳娟霞秀英慧巧美娜雪琳晶妍茜秋珊莎黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪"
TRADITIONAL = str.maketrans(
    "张刘陈杨黄赵吴孙马罗郑谢许韩邓冯肖叶蒋苏吕卢钟谭陆贾邹龙贺顾龚万钱严汤强军杰涛刚辉鹏飞凯国远轩诚丽艳静娴颖仪伟",
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮蕭葉蔣蘇呂盧鐘譚陸賈鄒龍賀顧龔萬錢嚴湯強軍傑濤剛輝鵬飛凱國遠軒誠麗艷靜嫻穎儀偉",
)
LATIN_SURNAMES = ("Wang", "Li", "Zhang", "Liu", "Chen", "Yang", "Huang", "Smith", "Garcia", "Kim")
LATIN_MALE = ("Wei", "Jun", "Hao", "Ming", "James", "David", "Daniel", "Peter")
LATIN_FEMALE = ("Mei", "Jing", "Yan", "Lin", "Emma", "Sarah", "Anna", "Grace")

MALE, FEMALE = "1", "2"  # SEX of the source
COMPOUND_SURNAME_SHARE = 0.01
ONE_CHARACTER_SHARE = 0.25  # of given names


def full_name(rng: random.Random, *, sex: str, language: str) -> str:
    if language == "en":
        first = rng.choice(LATIN_MALE if sex == MALE else LATIN_FEMALE)
        return f"{first} {rng.choice(LATIN_SURNAMES)}"
    surname = (
        rng.choice(COMPOUND_SURNAMES)
        if rng.random() < COMPOUND_SURNAME_SHARE
        # Low indexes are the common surnames: squaring a uniform number leans towards them.
        else SURNAMES[int(len(SURNAMES) * rng.random() ** 2)]
    )
    given = MALE_GIVEN if sex == MALE else FEMALE_GIVEN
    name = surname + "".join(rng.sample(given, 1 if rng.random() < ONE_CHARACTER_SHARE else 2))
    return name.translate(TRADITIONAL) if language == "zh-hant" else name


def salutation(*, sex: str, language: str) -> str:
    if language == "en":
        return "Mr" if sex == MALE else "Ms"
    return "先生" if sex == MALE else "女士"


def sandbox_phone(number: int) -> str:
    """141 and eight digits: different for every `number` below 10**8, and looking unordered."""
    return f"141{(number * 48_271 + 7_654_321) % 10**8:08d}"


def last_four(rng: random.Random) -> str:
    return f"{rng.randrange(1000):03d}{rng.choice('0123456789X')}"
