"""The actions that a reminder of a cart calls for, and those by which somebody is written to, or no more."""

from actions.answers.shop_action import ShopAction
from actions.steps.reminder_answers import put_off, stop_offers, turn_down
from actions.turn.reminded import just_reminded
from actions.turn.shop import Event, Turn
from commerce.identity import IdentityLevel
from commerce.notifications.preferences import PreferenceLinks


class ActionRemindLater(ShopAction):
    """Reminds of the cart when the shopper wants it."""

    action_name = "action_remind_later"
    intent = "remind_later"

    async def answer(self, turn: Turn) -> list[Event]:
        """Put the reminder off, or say why there is none."""
        await put_off(turn)
        return []


class ActionDeny(ShopAction):
    """A no outside of a flow: to the reminder that was just sent, or to nothing."""

    action_name = "action_deny"
    may_be_of_reminder = True

    async def answer(self, turn: Turn) -> list[Event]:
        """Leave the shopper alone with this cart, or until the time that suits them."""
        if found := await just_reminded(turn):
            await turn_down(turn, found)
        else:
            turn.say("utter_nothing_to_deny")
        return []


class ActionUnsubscribe(ShopAction):
    """Ends what the store writes about offers."""

    action_name = "action_unsubscribe"
    intent = "unsubscribe_newsletter"

    async def answer(self, turn: Turn) -> list[Event]:
        """Take the consent back, where it is known whose it is."""
        await stop_offers(turn)
        return []


class ActionSubscribeNewsletter(ShopAction):
    """Shows where somebody chooses what the store writes to them about."""

    action_name = "action_subscribe_newsletter"
    intent = "subscribe_newsletter"

    async def answer(self, turn: Turn) -> list[Event]:
        """Give the link, which is for its owner alone, or say how to get it."""
        if turn.shopper.level is not IdentityLevel.VERIFIED:
            turn.say("utter_subscribe_newsletter_how")
            return []
        links = PreferenceLinks(turn.shop.links.base_url, turn.shop.code_secret)
        turn.say("utter_choose_messages", link=links.page(turn.shopper.verified_customer()))
        return []


REMINDER_ANSWERS: tuple[type[ShopAction], ...] = (
    ActionRemindLater,
    ActionDeny,
    ActionUnsubscribe,
    ActionSubscribeNewsletter,
)
