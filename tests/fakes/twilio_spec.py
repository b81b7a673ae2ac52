"""What Twilio's published description of its Messages API says of a request."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from aisle.settings import ROOT

SPEC: Path = ROOT.parent / "shared" / "specs" / "twilio_messages_v2010.json"
MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"


@cache
def _operations() -> dict[str, Any]:
    """What may be asked of the messages; nothing where the description is missing."""
    if not SPEC.exists():
        return {}
    return json.loads(SPEC.read_text())["paths"][MESSAGES]


def complaints_about_form(account_sid: str, form: Mapping[str, str]) -> list[str]:
    """What of a request to send the description does not have, lacks, or has otherwise."""
    if not _operations():
        return []
    operation = _operations()["post"]
    schema = operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    complaints = [f"lacks {name}" for name in schema.get("required", []) if name not in form]
    account = next(each for each in operation["parameters"] if each["name"] == "AccountSid")
    complaints += _against("AccountSid", account_sid, account["schema"])
    for name, value in form.items():
        if name not in schema["properties"]:
            complaints.append(f"has no field {name}")
        else:
            complaints += _against(name, value, schema["properties"][name])
    return complaints


def complaints_about_query(query: Mapping[str, str]) -> list[str]:
    """As above, of a request to list."""
    if not _operations():
        return []
    parameters = _operations()["get"]["parameters"]
    known = {each["name"]: each["schema"] for each in parameters if each["in"] == "query"}
    complaints = [f"has no parameter {name}" for name in query if name not in known]
    for name, value in query.items():
        complaints += _against(name, value, known.get(name, {}))
    return complaints


def _against(name: str, value: str, schema: Mapping[str, Any]) -> list[str]:
    """What is wrong with a value, as far as this description goes: types, formats, lengths, patterns."""
    found = []
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{name} does not match {schema['pattern']}")
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**6):
        found.append(f"{name} has {len(value)} characters")
    if schema.get("format") == "uri" and not re.fullmatch(r"https?://[^\s/_]+(/\S*)?", value):
        found.append(f"{name} is no URL")
    if schema.get("format") == "phone-number" and not re.fullmatch(r"\+[1-9]\d{6,14}", value):
        found.append(f"{name} is no number in E.164")
    if schema.get("type") in {"integer", "number"} and not value.isdecimal():
        found.append(f"{name} is no number")
    return found
