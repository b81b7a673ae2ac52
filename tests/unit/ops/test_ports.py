"""What an operator is told about a port that cannot be had."""

import socket
from collections.abc import Iterator

import pytest

from ops.errors import OperatorError
from ops.ports import PortClaim, check_free


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def a_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_free_ports_pass() -> None:
    check_free(iter([PortClaim("AISLE_PORT", "127.0.0.1", a_free_port())]))


def test_a_taken_port_names_the_setting_to_change(taken: int) -> None:
    with pytest.raises(OperatorError) as refusal:
        check_free(iter([PortClaim("AISLE_ACTIONS_PORT", "127.0.0.1", taken)]))
    assert str(refusal.value) == (
        f"port {taken} is taken: stop what listens there, or set AISLE_ACTIONS_PORT to a free port"
    )


def test_two_settings_with_one_port_are_both_named() -> None:
    port = a_free_port()
    claims = [PortClaim("AISLE_PORT", "127.0.0.1", port), PortClaim("AISLE_DIALOGUE_PORT", "127.0.0.1", port)]
    with pytest.raises(OperatorError, match=f"AISLE_PORT and AISLE_DIALOGUE_PORT both want port {port}"):
        check_free(iter(claims))


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_a_host_that_is_not_this_machine_is_named(host: str) -> None:
    with pytest.raises(OperatorError, match=f"AISLE_HOST={host} is not an address of this machine"):
        check_free(iter([PortClaim("AISLE_PORT", host, a_free_port())]))
