"""Against the worked example of Aliyun's own documentation."""

from messaging.gateways.aliyun import signing


def test_the_documented_request_is_signed_as_documented() -> None:
    query = signing.query_of(
        {
            "RegionId": "cn-shanghai",
            "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        }
    )
    headers = signing.headers(
        key_id="YourAccessKeyId",
        secret="YourAccessKeySecret",
        method="POST",
        host="ecs.cn-shanghai.aliyuncs.com",
        action="RunInstances",
        version="2014-05-26",
        query=query,
        body=b"",
        date="2023-10-26T10:22:32Z",
        nonce="3156853299f313e23d1673dc12e1703d",
    )
    assert headers["Authorization"].endswith(
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_chinese_and_signs_are_encoded_by_the_standard() -> None:
    assert signing.query_of({"b": "安 *~", "a": "+/="}) == "a=%2B%2F%3D&b=%E5%AE%89%20%2A~"
