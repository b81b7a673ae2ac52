"""The report as people, spreadsheets and programs read it."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from commerce.figures.report import Column, Headline, Kind, Report, Table, Value
from commerce.money import Money
from commerce.spreadsheets import inert


def shown(value: Value, kind: Kind, currency: str) -> str:
    """A value as people read it; a dash for what is not known."""
    if value is None:
        return "–"
    if kind is Kind.TEXT or isinstance(value, str):
        return str(value)
    match kind:
        case Kind.MONEY:
            return str(Money(round(value), currency))
        case Kind.SHARE:
            return f"{value * 100:.1f} %"
        case Kind.NUMBER:
            return f"{value:,.1f}"
        case _:
            return f"{value:,.0f}"


def as_csv(table: Table, currency: str) -> str:
    """The table for a spreadsheet: money in the currency's own unit, shares between 0 and 1."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([each.name for each in table.columns])
    for row in table.rows:
        writer.writerow(
            [_cell(value, column.kind, currency) for value, column in zip(row, table.columns, strict=True)]
        )
    return written.getvalue()


def as_json(report: Report) -> dict[str, Any]:
    """The report for a program: money in minor units of `currency`."""
    period, ahead = report.period, report.forecast
    return {
        "first": f"{period.first}",
        "last": f"{period.last}",
        "before": f"{period.before}",
        "currency": period.currency,
        "currencies": list(report.currencies),
        "headlines": {each.name: _headline(each) for each in report.headlines},
        "tables": {name: _table(each) for name, each in report.every_table.items()},
        "forecast": None
        if ahead is None
        else {"method": ahead.method, "weeks": [round(each) for each in ahead.weeks], "error": ahead.error},
        "out_of_line": [
            {"day": f"{each.day}", "came": each.came, "usual": each.usual, "reason": each.reason}
            for each in report.odd_days
        ],
    }


def _cell(value: Value, kind: Kind, currency: str) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, str):
        return inert(value)  # what shoppers search for is anybody's words
    return str(Money(round(value), currency).decimal) if kind is Kind.MONEY else value


def _headline(each: Headline) -> dict[str, Value]:
    return {
        "title": each.title,
        "kind": each.kind.value,
        "now": each.now,
        "before": each.before,
        "how": each.how,
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "how": table.how,
        "columns": {each.name: each.kind.value for each in table.columns},
        "rows": [_row(table.columns, row) for row in table.rows],
    }


def _row(columns: Sequence[Column], row: Sequence[Value]) -> Mapping[str, Value]:
    return {column.name: value for column, value in zip(columns, row, strict=True)}
