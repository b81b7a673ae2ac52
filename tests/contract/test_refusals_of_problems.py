"""Whatever the core may refuse about a problem, as its docstrings say, is put in words."""

from actions.flows.report_problem import ReportProblem
from commerce.problems.items import report_items
from commerce.problems.late import claim_late
from commerce.problems.parcels import report_lost_parcel
from commerce.problems.remedies import plan_remedy
from tests.contract.test_refusals_of_items import raised_by

# The shape words it for every flow.
ELSEWHERE = {"PlanChanged"}


def test_every_refusal_has_its_words() -> None:
    worded = {refusal.__name__ for refusal in ReportProblem.refusals}
    services = (report_items, report_lost_parcel, claim_late, plan_remedy)
    raised = set().union(*(raised_by(service) for service in services))
    assert raised - ELSEWHERE <= worded


def test_what_goes_to_a_person_has_words_too() -> None:
    assert set(ReportProblem.refusals) >= ReportProblem.for_a_person
