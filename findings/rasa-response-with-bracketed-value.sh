#!/usr/bin/env bash
# Rasa 3.6.21 on Python 3.11: how the placeholders of a response are filled.
#
# Guess: a slot's value is only data: whatever characters it holds, `{title}` is replaced by it.
# What happens: when the filled text holds the two characters `0[`, as the size in "Boots 10[EU 44]" has, it is taken
#        for a sign that nothing was filled, and the response goes out as it stands in the domain: the user reads
#        "Order {number}: {title} is on its way." One such value undoes all the others.
#
# Exits with 0 while that is so, and with 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.11 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check --no-deps --ignore-requires-python \
    rasa==3.6.21 structlog==23.3.0
cat >"$folder/fill.py" <<'PY'
import importlib.util
import sys
from pathlib import Path

# The module is loaded by itself: importing the package would load all of Rasa, which it has no need of.
path = Path(sys.prefix, "lib", "python3.11", "site-packages", "rasa", "core", "nlg", "interpolator.py")
spec = importlib.util.spec_from_file_location("interpolator", path)
interpolator = importlib.util.module_from_spec(spec)
spec.loader.exec_module(interpolator)

RESPONSE = "Order {number}: {title} is on its way."
seen = {}
for title in ("Boots 10 (EU 44)", "Boots 10[EU 44]"):
    seen[title] = interpolator.interpolate(RESPONSE, {"number": "A1", "title": title})
    print(f"{title!r} gives {seen[title]!r}")
as_guessed = seen["Boots 10 (EU 44)"] == "Order A1: Boots 10 (EU 44) is on its way."
sys.exit(0 if as_guessed and seen["Boots 10[EU 44]"] == RESPONSE else 1)
PY
"$folder/venv/bin/python" "$folder/fill.py"
