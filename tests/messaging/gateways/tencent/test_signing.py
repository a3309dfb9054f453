"""Against the worked example of Tencent's own documentation."""

from messaging.gateways.tencent import signing


def test_the_documented_request_is_signed_as_documented() -> None:
    said = signing.authorization(
        key_id="AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******",
        secret="Gu5t9xGARNpq86cd98joQYCN3*******",
        service="cvm",
        host="cvm.tencentcloudapi.com",
        action="DescribeInstances",
        body=b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], '
        b'"Name": "instance-name"}]}',
        timestamp=1551113065,
    )
    assert said.endswith(
        "Signature=be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3"
    )
