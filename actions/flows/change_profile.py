"""What is on file of the shopper: default address, e-mail, phone, payment methods."""

from collections.abc import Mapping
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow, Possible
from actions.engine.flow import Done, Outcome, Progress, Step
from actions.steps.contact_proof import ContactProof
from actions.steps.identity import Verified
from actions.steps.profile_steps import FIELD, NewContact, Only, ProfileField, RecentCode
from actions.steps.same_as import AndForOrders
from actions.steps.which_address import WhichAddress, own_address
from actions.steps.which_method import Methods, WhichMethod
from actions.turn.shop import Turn
from actions.wording.formats import joined, payment_method
from commerce.changes import Change, preview
from commerce.customers.codes import (
    CodeRequired,
    ContactKind,
)
from commerce.customers.contact_codes import ContactNotProven
from commerce.customers.models import (
    Customer,
    PaymentMethodKind,
)
from commerce.customers.payment_methods import (
    BalanceLeft,
    ChooseDefaultMethod,
    MethodOnFile,
    PaymentMethodNotFound,
    RemovePaymentMethod,
    StoreCreditStays,
    payment_methods,
)
from commerce.customers.profile import (
    ChangeDefaultAddress,
    ChangeEmail,
    ChangePhone,
    EmailNotUsable,
    NothingToChange,
    PhoneNotUsable,
    ProfileAddress,
    ProfileContact,
)
from commerce.errors import CommerceError

ProfilePlan = ProfileAddress | ProfileContact | MethodOnFile


async def _email(turn: Turn, value: str) -> ProfileContact:
    return await preview(turn.context, ChangeEmail(value))


async def _phone(turn: Turn, value: str) -> ProfileContact:
    return await preview(turn.context, ChangePhone(value))


async def _on_file(turn: Turn) -> Methods:
    return Methods(await payment_methods(turn.session, turn.shopper))


async def _removable(turn: Turn) -> Methods:
    on_file = await payment_methods(turn.session, turn.shopper)
    return Methods([each for each in on_file if each.kind is not PaymentMethodKind.STORE_CREDIT])


async def _possible(turn: Turn) -> None:
    if turn.get(FIELD) == "address":
        await preview(turn.context, ChangeDefaultAddress(turn.get("address")))


class ChangeProfileFlow(ChangeFlow):
    """Shows or changes what is on file; every change wants a fresh one-time code."""

    name: ClassVar[str] = "change_profile"
    steps: ClassVar[tuple[Step, ...]] = (
        Verified(),
        ProfileField(),
        AndForOrders(),
        Only("address", WhichAddress(own_address)),
        Only("email", NewContact("new_email", "email", _email)),
        Only("phone", NewContact("new_phone", "phone", _phone)),
        Only("remove_method", WhichMethod("removed_method", _removable)),
        Only("default_method", WhichMethod("default_method", _on_file)),
        Possible(_possible),
        RecentCode(),
        Only("email", ContactProof("new_email", ContactKind.EMAIL)),
        Only("phone", ContactProof("new_phone", ContactKind.PHONE)),
    )
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        CodeRequired: "utter_code_too_old",
        NothingToChange: "utter_same_profile",
        EmailNotUsable: "utter_email_not_usable",
        PhoneNotUsable: "utter_phone_not_usable",
        ContactNotProven: "utter_code_too_old",
        PaymentMethodNotFound: "utter_payment_method_gone",
        StoreCreditStays: "utter_store_credit_stays",
        BalanceLeft: "utter_balance_left",
    }

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Show what is on file, or go on as every change does."""
        if turn.get(FIELD) == "show":
            await _show(turn)
            return Done()
        return await super().finish(turn, progress)

    def change(self, turn: Turn) -> Change[Any, Any, Any]:
        """What is put on file, or taken off."""
        match turn.get(FIELD):
            case "address":
                return ChangeDefaultAddress(turn.get("address"))
            case "email":
                return ChangeEmail(turn.get("new_email"))
            case "phone":
                return ChangePhone(turn.get("new_phone"))
            case "remove_method":
                return RemovePaymentMethod(turn.get("removed_method"))
            case _:
                return ChooseDefaultMethod(turn.get("default_method"))

    def variant(self, turn: Turn) -> str:
        """By what of the profile is changed."""
        return str(turn.get(FIELD))

    def facts(self, turn: Turn, plan: ProfilePlan) -> dict[str, Any]:
        """What would change, as a question, and what has changed."""
        field = turn.get(FIELD)
        if isinstance(plan, MethodOnFile):
            values = {"method": payment_method(plan)}
        else:
            values = {"old": str(plan.old or "-"), "new": str(plan.new)}
        return {
            "change": turn.words.phrase(f"utter_profile_would_{field}", **values),
            "changed": turn.words.phrase(f"utter_profile_did_{field}", **values),
        }


async def _show(turn: Turn) -> None:
    customer = await turn.session.get_one(Customer, turn.shopper.verified_customer())
    address = await own_address(turn)
    methods = await payment_methods(turn.session, turn.shopper)
    none = turn.words.phrase("utter_profile_none")
    turn.say(
        "utter_profile",
        name=customer.full_name,
        email=customer.email,
        phone=customer.phone or none,
        address=str(address) if address else none,
        methods=joined([payment_method(each).removeprefix("your ") for each in methods]) or none,
    )
