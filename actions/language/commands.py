"""What a message asks for by the words that begin it, however little the rest of it looks like it."""

import re

from actions.language.verbs import verbs_put_right

_OPENING = (
    r"\W*(?:(?:please|pls|hey|hi|hello|ok|okay|then|just|yes|no|alright|actually|wait|rather"
    r"|instead|hang on|hold on|oh|sorry|well|maybe|kindly|so|but|and|because|cause|cos|cuz|bc|@\w+"
    r"|(?:can|could|may|would|will) (?:i|you|u|ya)|i (?:want|need|have) to|i wanna|wanna|i(?:'d|’d|d"
    r"| would) like to|(?:in|for) (?:my )?order (?:no\.? ?"
    r"|number )?#?\w+)\W+)*"
)
_NO_RULES = r"\b(?!\W+(?:policy|label|window|shipping|rules))"
# What is put elsewhere, or in which something is put, and is no version of goods.
_NO_GOODS = (
    r"(?:\w+ )?(?:cart|basket|bag|trolley|wish|list|orders?|parcels?|packages?|account|card|name|money|refund"
    r"|address|hold|mail|post|touch|queue|writing|time|delivery|shipping|the|my|your)\b"
)
_OF_PERSONS = (
    r"(?:e-?mail|phone|number|password|payment|billing|method|language|date|day|quantity|subject|profile"
    r"|details"
    r"|plan|subscription|pin|code|topic|minds?)\b"
)
_METHOD = r"(?:paypal|gift ?card|card|visa|mastercard|amex|store credit)"
_COMMANDS = {
    intent: re.compile(f"{_OPENING}(?:{words})", re.IGNORECASE)
    for intent, words in {
        "return_items": rf"(?:return|send back|refund){_NO_RULES}",
        "exchange_items": rf"(?:exchange|swap){_NO_RULES}",
        "cancel_order": (
            r"(?:cancel|call off|void|get rid of) (?:(?:my |the |this )?(?:order|#?[A-Z]{0,2}-?\d{5})"
            r"|(?:it|that|this)\b(?: order)?(?:\W+(?:please|then|now|thanks))*\W*$)|cancel\W*$"
        ),
        "change_order_address": (
            r"(?:(?:i )?(?:think|guess|believe|noticed|see) )?(?:that )?(?:the|my) (?:delivery "
            r"|shipping )?address"
            r" (?:is|was|looks|seems|might be|may be) (?:also )?(?:wrong|incorrect|outdated|old|not right"
            r"|not correct)\b|"
            r"change (?:the |my |its )?(?:delivery |shipping |order'?s )?address\b(?!.*\b(?:account"
            r"|profile|default)\b)|"
            r"(?:send|ship|deliver|redirect|re-?route) (?:it|that|this|them|(?:my|the|this) (?:order"
            r"|parcel|package"
            r"|stuff))(?: \w+)?(?: to)? (?:(?:some|any) ?(?:where|place) else|elsewhere"
            r"|(?:another|a different|some other|the other) (?:address|place|house|location|city|town"
            r"|flat))\b|"
            r"(?:send|ship|deliver) (?:my |the |this )?order\b.{0,60}\bto (?:\d|(?:an)?other|a different|my )"
        ),
        "change_order_payment": (
            r"change (?:the |my )?(?:payment|payment method|card|way i pay)\b|"
            rf"(?:change|switch|move|put|charge) (?:it|that|this|(?:the |my )?payment) (?:on|onto|to|into"
            rf"|over to) "
            rf"(?:(?:my|the|a) )?(?:\w+ ){{0,2}}{_METHOD}\b|"
            r"pay (?:for )?(?:(?:my|the|this|that) (?:\w+ ){1,3}|it )(?:with|by|using|via|on) (?:(?:my"
            r"|the|a) )?"
            rf"(?:\w+ ){{0,2}}{_METHOD}\b"
            r"(?!.*\b(?:cart|basket"
            r"|checkout)\b)|"
            r"(?:charge|bill|use) (?:my |the )?(?:\w+ ){0,2}(?:paypal|card|visa|mastercard|amex)\b.{0,20}"
            r"\b(?:for|on) (?:my |the |this )order\b"
        ),
        "change_order_items": (
            r"change the (?!(?:\w+ ){0,3}(?:address|payment|card|e-?mail|phone))[^.?]*\bto\b"
            r"|change (?:the |its |my )?(?:size|colou?r|version|variant|model|style|items?)\b"
            rf"|change (?:the|my) (?!{_NO_GOODS}|{_OF_PERSONS})\w+(?: (?!{_NO_GOODS}|{_OF_PERSONS})\w+)?\W*$"
            rf"|(?:put|have|get) (?:the|my) (?!{_NO_GOODS})\w+(?: \w+)? in(?: a| an)? (?!{_NO_GOODS})\w+"
            rf"|(?:can|could|may|should) (?:the|my) (?!{_NO_GOODS})\w+(?: \w+)? be\b.{{0,25}}\binstead\b"
        ),
    }.items()
}


_VERBS = ("return", "refund", "exchange", "cancel", "change")


def misspelt_command(text: str) -> str | None:
    """The intent that the first words name once their verb is put right: "retrun the socks"; else None."""
    right = verbs_put_right(text.lower(), _VERBS)
    return commanded(right) if right != text.lower() and commanded(text) is None else None


def commanded(text: str) -> str | None:
    """The intent that the first words of `text` name: "return the lamp, it's broken" is a return."""
    return next((intent for intent, words in _COMMANDS.items() if words.match(text)), None)
