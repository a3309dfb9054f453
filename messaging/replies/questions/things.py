"""Things of the service that ordinary questions are about, beside the topics that have answers."""

import re

from messaging.replies.normalising.speech import Said

_CHINESE = re.compile(
    "发票|收据|回单|营业厅|网点|柜台|门店|支行|几点(?!了)|营业|上班时间|额度|手续费|费率|验证码|人脸|识别"
    "|密码|公众号|官网|网站|网页|页面|链接|二维码|条码|登录|更新|升级|账户|账号|户名|户头|银行卡|绑|扣款"
    "|代扣|自动扣|几期|[0-9一二三四五六七八九十]期|最后一期|期数|账单|资料|地址|单位|邮箱|电子版|优惠券"
    "|积分|客服|人工|坐席|备注|附言|转账|支付宝|花呗|云闪付|转数快|超商|便利店|还款日|到期日|截止|宽限期"
    "|顺延|节假日|工作日|流水|明细|记录|到账|入账|限额|下载|安装|注册|打印|盖章|邮寄|查询码|境外|国外"
)
_ENGLISH = re.compile(
    r"\b(?:INVOICE|RECEIPT|BRANCH|OFFICE|OPEN|CLOSE|APP|LINK|WEBSITE|SITE|PORTAL|LOGIN|PASSWORD|CODE"
    r"|CARD|ACCOUNT|AUTOPAY|STATEMENT|LETTER|ADDRESS|EMAIL|FEE|INTEREST|RATE|BALANCE|INSTAL\w*"
    r"|PAYMENTS?|DATE|REFERENCE|TRANSFER|HOLIDAY|WEEKEND|HOURS|PDF|PAYPAL|APPLE|ZELLE|VENMO|EMPLOYER)\b"
)


def names_a_thing(said: Said) -> bool:
    """Never fails."""
    if said.text.isascii():
        return _ENGLISH.search(" ".join(said.words)) is not None
    return _CHINESE.search(said.text) is not None
