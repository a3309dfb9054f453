"""The signature is that of Standard Webhooks."""

import base64

from messaging.events import signing

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_the_example_of_the_specification_comes_out() -> None:
    found = signing.signature(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', SECRET
    )
    assert found == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_every_secret_that_is_good_signs() -> None:
    before, new = signing.new_secret(), signing.new_secret()
    said = signing.headers(event_id="evt_1", stamp=7, body=b"{}", signed_with=[new, before])
    assert said["webhook-signature"].split() == [
        f"v1,{signing.signature('evt_1', 7, b'{}', each)}" for each in (new, before)
    ]


def test_a_secret_is_new_each_time_and_of_256_bits() -> None:
    one, another = signing.new_secret(), signing.new_secret()
    assert one != another
    assert len(base64.b64decode(one.removeprefix("whsec_"))) == 32
