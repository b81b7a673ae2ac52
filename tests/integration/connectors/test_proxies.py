"""A proxy that nobody told the gateway of is noticed, once."""

from structlog.testing import capture_logs

WARNING = "a request was forwarded; behind a proxy, set AISLE_TRUSTED_PROXIES"


async def warnings(gateway, times: int) -> int:
    with capture_logs() as lines:
        for _ in range(times):
            await gateway.client.get("/healthz", headers={"X-Forwarded-For": "10.0.0.1"})
    return [line["event"] for line in lines].count(WARNING)


async def test_an_unknown_proxy_is_warned_of_once(start_gateway) -> None:
    gateway = await start_gateway()
    await gateway.client.get("/healthz")
    assert await warnings(gateway, 3) == 1


async def test_a_known_one_is_not(start_gateway) -> None:
    assert await warnings(await start_gateway(trusted_proxies=1), 3) == 0
