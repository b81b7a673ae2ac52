#!/usr/bin/env bash
# sanic 25.12.1 with ujson 6.1.0, which it brings along, Python 3.11.
#
# Guess: sanic.response.json refuses what JSON has no type for, as the standard library does: a Decimal raises TypeError,
#        so that an amount cannot leave the house by accident as a binary float.
# What happens: a Decimal goes out as a float without a word, and one of more than 17 digits loses its last ones:
#        12345678901234567.89 becomes 1.2345678901234568e+16. A datetime and a set are refused as guessed.
#
# Exits with 0 while that is so, and with 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "sanic==25.12.1" "ujson==6.1.0"
cat > "$folder/amounts.py" <<'PY'
import datetime
import json
import sys
from decimal import Decimal

from sanic.response import json as answer


def of(dump, value):
    try:
        return dump({"total": value})
    except TypeError:
        return "TypeError"


LONG, MOMENT = Decimal("12345678901234567.89"), datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
seen = {}
for name, value in {"a price": Decimal("0.10"), "a long amount": LONG, "a moment": MOMENT}.items():
    seen[name] = of(lambda content: answer(content).body.decode(), value), of(json.dumps, value)
    print(f"{name} {value}: sanic gives {seen[name][0]}, the standard library {seen[name][1]}")
as_said = {
    "a price": ('{"total":0.1}', "TypeError"),
    "a long amount": ('{"total":1.2345678901234568e+16}', "TypeError"),
    "a moment": ("TypeError", "TypeError"),
}
sys.exit(0 if seen == as_said else 1)
PY
"$folder/venv/bin/python" "$folder/amounts.py"
