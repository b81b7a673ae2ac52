"""Tells whether the ports are free before anything is started."""

import errno
import socket
from collections.abc import Iterator
from dataclasses import dataclass

from aisle.settings import Settings
from ops.errors import OperatorError


@dataclass(frozen=True)
class PortClaim:
    """A port somebody is to listen on, and the setting that chose it."""

    setting: str
    host: str
    port: int


def claims_of(settings: Settings) -> Iterator[PortClaim]:
    """Every port the processes listen on."""
    yield PortClaim("AISLE_PORT", settings.host, settings.port)
    yield PortClaim("AISLE_ACTIONS_PORT", "127.0.0.1", settings.actions_port)
    if settings.metrics_port:
        yield PortClaim("AISLE_METRICS_PORT", "127.0.0.1", settings.metrics_port)
    for port in settings.dialogue_ports:
        yield PortClaim("AISLE_DIALOGUE_PORT", "127.0.0.1", port)


def check_free(claims: Iterator[PortClaim]) -> None:
    """Raise OperatorError naming the setting of the first port that cannot be listened on."""
    claimed: dict[int, PortClaim] = {}
    for claim in claims:
        other = claimed.setdefault(claim.port, claim)
        if other is not claim:
            raise OperatorError(
                f"{other.setting} and {claim.setting} both want port {claim.port}: change one"
            )
        _check(claim)


def _check(claim: PortClaim) -> None:
    try:
        family, _, _, _, address = socket.getaddrinfo(claim.host, claim.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except socket.gaierror:
        raise OperatorError(f"AISLE_HOST={claim.host} is not an address of this machine") from None
    except OSError as error:
        raise OperatorError(_worded(claim, error)) from None


def _worded(claim: PortClaim, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {claim.port} is taken: stop what listens there, or set {claim.setting} to a free port"
    if error.errno == errno.EACCES:
        return f"port {claim.port} needs more rights: set {claim.setting} to one above 1023"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"AISLE_HOST={claim.host} is not an address of this machine"
    return f"cannot listen on {claim.host}:{claim.port} ({claim.setting}): {error.strerror}"
