"""The tracking numbers that a message names, whoever carries the parcel."""

import re
from collections.abc import Sequence

from actions.language.said import Said

_CODE = re.compile(r"\b(?=[A-Z]*\d)(?=\d*[A-Z0-9]{3})[A-Z0-9]{10,35}\b")
_TRACKS = re.compile(
    r"^\W*(?:(?:please|can you|could you|hi|hello)\W+)*(?:track|trace|locate|find|where)\b|^\W*1Z\w{16}\W*$",
    re.IGNORECASE,
)


def tracking_codes(said: Said) -> Sequence[str]:
    """What may be a tracking number in the message: what was read as one, else any code."""
    if said.is_payload:
        return ()
    read = [str(each) for each in said.entities.get("tracking_number", ())]
    return read or _CODE.findall(said.leftover.upper())


def is_about_a_parcel(said: Said) -> bool:
    """Whether such a code can only be a tracking number: it was read as one, or it is to be tracked."""
    return said.first("tracking_number") is not None or (
        bool(tracking_codes(said)) and bool(_TRACKS.search(said.text))
    )
