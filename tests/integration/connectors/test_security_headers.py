"""Where shoppers come by https, browsers are told to keep to it; a proxy nobody told of is noticed."""

import pytest


@pytest.mark.parametrize(("public_url", "is_told"), [("https://shop.example", True), ("", False)])
async def test_browsers_are_told_to_keep_to_https(start_gateway, public_url: str, is_told: bool) -> None:
    gateway = await start_gateway(public_url=public_url)
    answer = await gateway.client.get("/healthz")
    assert ("strict-transport-security" in answer.headers) is is_told


async def test_a_proxy_nobody_told_of_is_noticed_once(
    start_gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    gateway = await start_gateway()
    for _ in range(2):
        await gateway.client.get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})
    assert capsys.readouterr().out.count("AISLE_TRUSTED_PROXIES") == 1
