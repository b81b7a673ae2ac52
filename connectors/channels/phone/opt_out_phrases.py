"""How texts are refused and wished for: the keywords, and the phrases of sentences."""

import re

STOP = frozenset(
    {"stop", "stopall", "stop all", "unsubscribe", "unsub", "quit", "revoke", "optout", "opt out", "opt-out"}
)
# Said of an order just as well.
STOP_OR_ORDER = frozenset(
    {
        "cancel",
        "end",
        "stop it",
        "stop this",
        "stop these",
        "stop that",
        "quit it",
        "i want to stop",
        "i want out",
    }
    | {f"stop sending {what}" for what in ("these", "this", "them", "me these", "me this", "me those")}
)
STOP_SIGNS = frozenset("🛑⛔")
START = frozenset({"start", "unstop", "subscribe", "resubscribe", "opt in", "optin", "opt-in"})
HELP = frozenset({"help", "info"})

# What may stand before the words that count, and after them.
OPENING = re.compile(
    r"^(?:(?:not interested|go away|fuck off|get lost|re|reply(?:ing)?(?: with)?|please|pls|plz|ok"
    r"|okay|hi|hello|hey|just|so|now|and|but|kindly|look|sorry|yo|thanks|thank you|"
    r"all of you|guys|team|i said|i told you to|(?:can|could|would|will) (?:you|u|ya)(?: guys)?|"
    r"(?:can|could|may) i|i (?:really |just )?(?:want|wish|need|would like|demand|request|ask)"
    r"(?: (?:you|for you|it|this|these|them))? to|"
    r"(?:i'd like|i am asking|i'm asking)(?: (?:you|for you|it))? to|i'm going to"
    r"|i would appreciate it if you|"
    r"you (?:need|have|are supposed) to|you must|you should|you can|make sure to|let's) )+"
)
CLOSING = re.compile(
    r"(?: (?:please|pls|plz|and thank you|and thanks|thanks|thank you|thx|now|right now|already"
    r"|immediately|asap|anymore|any more"
    r"|again|"
    r"ever|ever again|forever|permanently|for good|right away|at once|today|ok|okay|bye))+$"
)
# What is said around a wish and changes nothing.
COURTESY = re.compile(
    r"(?:(?:thank you|thanks|thx|ty|cheers|please|pls|plz|ok|okay|sorry|hi|hello|hey|bye|goodbye|regards"
    r"|sir|madam|"
    r"maam|ma'am|good (?:morning|day|evening|afternoon|night)|have a (?:nice|good|great|blessed|lovely) \w+|"
    r"god bless|take care|much appreciated|i appreciate it|appreciate it|appreciated|no offense|"
    r"no hard feelings|it's nothing personal|kind|best|there|team|all|everyone|you|so|very|much|again|"
    r"a lot|in advance) ?)+"
)
# Why somebody wants no texts; nothing in it is about what they bought.
REASON = re.compile(
    r"(?:i|i'm|i've|we|you|you've|this|these|it|who|why|wrong|not|never|no|enough|leave|dont|don't|do"
    r"|last|final|that's|thats|seriously|it's|its|my|so|too)\b.*"
)
OF_THE_SHOP = re.compile(
    r"\b(?:orders?|returns?|refunds?|items?|person|human|agent|someone|somebody|ship\w*|deliver\w*|cancel\w*"
    r"|exchange\w*|track\w*|parcels?|packages?|money|card|address|size|one|ones|wait"
    r"|(?:i|we) (?:meant?|need|want|ordered|bought|got|have) (?:the|a|an|my|to|it|two|\d+))\b"
)
_KIND = (
    r"(?:(?:text|sms|automated|automatic|daily|weekly|constant|annoying|stupid|damn|unwanted|phone|mobile) )*"
)
_TEXTS = rf"{_KIND}(?:texts|texting|text|messages|messaging|sms|smses|message alerts|alerts|notifications)"
_NOTICES = rf"{_KIND}(?:reminders|updates|alerts|notifications|notices|surveys|communications?|contact)"
_TEXT = (
    r"(?:text|texting|text message|message|messaging|sms|smsing|contact|contacting|write|write to|writing|"
    r"writing to|bother|bothering|spam|spamming|bug|bugging|harass|harassing|annoy|annoying|disturb"
    r"|disturbing|ping|"
    r"pinging|blow up|blowing up)"
)
_ME = r"(?:me|us|this (?:number|phone)|my (?:phone|number|cell|mobile)(?: number)?)"
_ADVERTS = (
    r"(?:marketing|spam|promos|promotions|promotionals|ads|adverts|advertisements|advertising|offers|deals|"
    r"newsletters?|coupons|(?:promo|promotional|marketing|advertising|sales) (?:texts|messages|sms))"
)
_SOME = (
    r"(?:(?:me|us|with|all|any|future|further|so many|as many|more|of|the|these|those|this|your|my"
    r"|such|getting|receiving"
    r"|sending|now) )*"
)
_STOP_DOING = r"(?:stop|quit|cease|end|no more|no|enough(?: of)?)"
_DO_NOT = r"(?:don'?t|do not|not|never|stop|quit|cease) (?:ever |you ever |even )?"
_I_DO_NOT_WANT = (
    r"(?:i (?:really )?(?:don'?t|do not|no longer|never)|no longer) (?:ever )?(?:want|wish|like|care|agree) "
    r"(?:for you )?(?:to (?:get|receive|have|be sent) )?"
)
_I_WANT = r"(?:i (?:want|wish|would like|need) to |i'd like to |let me )?"
_LIST = (
    r"(?:(?:all )?(?:of )?(?:your|this|the|that|these|those|any|all) (?:[\w-]+ )?"
    r"(?:lists?|database|system|service|program)|here|this)"
)

# Each is matched against a clause from its beginning to its end.
_STOP_TEXTING = [
    rf"{_DO_NOT}{_TEXT} {_ME}(?: .*)?",
    rf"{_DO_NOT}send(?:ing)? {_SOME}{_TEXTS}(?: (?:to|about|on|at|every|each) .*)?",
    rf"{_STOP_DOING} {_SOME}{_TEXTS}(?: (?:to|from|about|on|or) .*)?",
    r"(?:don'?t|do not|stop|quit) (?:text|message|contact)(?:ing)?",
    r"stop to (?:stop|end|quit|unsubscribe|opt ?out)|block me",
    rf"(?:stop|knock|cut|quit) it (?:off |out )?with {_SOME}(?:{_TEXTS}|{_NOTICES})",
    rf"{_DO_NOT}send(?:ing)? (?:(?:me|us) )?(?:this |such |your )?(?:stuff|crap|junk|garbage|nonsense)",
    rf"(?:stop|quit|cease|end|no more) (?:sending )?{_SOME}{_NOTICES}(?: (?:to|from|by) .*)?",
    rf"(?:turn|switch|shut) off {_SOME}(?:{_TEXTS}|{_NOTICES})(?: .*)?",
    rf"(?:turn|switch|shut) {_SOME}(?:{_TEXTS}|{_NOTICES}) off(?: .*)?",
    rf"(?:disable|deactivate|discontinue|halt|end|block) {_SOME}(?:{_TEXTS}|{_NOTICES})(?: (?:to|for) .*)?",
    rf"make {_SOME}(?:it|{_TEXTS}|{_NOTICES}) stop",
    r"cease and desist(?: .*)?",
    (
        rf"(?:get|take) (?:me|us|my (?:phone |cell |mobile )?number|this number) (?:off"
        rf"|out)(?: (?:of )?{_LIST})?"
    ),
    rf"(?:erase|scrub|strike|block) (?:my|this) (?:phone |cell |mobile )?number(?: from {_LIST})?",
    rf"(?:delete|erase|drop) (?:me|us) from {_LIST}",
    rf"{_I_DO_NOT_WANT}{_SOME}{_TEXTS}(?: from .*| on .*| to .*)?",
    r"i (?:don'?t|do not|never) (?:want|wish) to (?:hear from you|be (?:texted|messaged|contacted))(?: .*)?",
    rf"(?:take|remove) {_ME}(?: (?:from|off|off of|out of) {_LIST})?",
    rf"(?:delete|drop|forget|lose|remove) (?:my|this) (?:phone |cell |mobile )?number(?: from {_LIST})?",
    rf"(?:unsubscribe|unsub) {_ME}(?: (?:from|to) .*)?",
    rf"unsubscribe from (?:{_LIST}|{_SOME}{_TEXTS}|this|all|everything)",
    (
        rf"(?:i(?:'m| am)? )?{_I_WANT}(?:opt|opting|be opted)(?: me| us)?[ -]?out"
        rf"(?: of (?:.*(?:texts|texting|messages|sms|all|everything|alerts|reminders)|this|these|it))?"
    ),
    (
        rf"(?:i(?:'m| am)? )?{_I_WANT}(?:to )?(?:unsubscribe|unsubscribing|be (?:unsubscribed|removed"
        rf"|taken off))"
        rf"(?: (?:me|from (?:{_LIST}|{_SOME}{_TEXTS}|this|all|everything)))?"
    ),
    r"(?:i )?(?:hereby )?(?:revoke|withdraw|am revoking|am withdrawing) (?:my |all )?consent(?: .*)?",
    rf"i (?:no longer|don'?t|do not) (?:consent|agree)(?: to .*(?:{_TEXTS}|this|contact))?",
    rf"cancel {_SOME}{_TEXTS}",
    rf"(?:leave me alone|i(?:'d| would) rather not (?:get|receive|have) {_SOME}{_TEXTS}(?: from .*)?)",
]
_STOP_ADVERTS = [
    rf"{_DO_NOT}remind(?:ing)? (?:me|us)(?: (?:about|of) (?:it|this|that|them|(?:the|my) cart))?",
    rf"{_DO_NOT}send(?:ing)? {_SOME}{_ADVERTS}(?: .*)?",
    rf"{_STOP_DOING} {_SOME}{_ADVERTS}",
    rf"{_I_DO_NOT_WANT}{_SOME}{_ADVERTS}",
    (
        rf"(?:unsubscribe|opt|take|remove) (?:me |us )?(?:out )?(?:from|out of|off|of) "
        rf"{_SOME}{_ADVERTS}(?: lists?)?"
    ),
]
_START_TEXTING = [
    r"(?:you (?:can|may) )?(?:start |resume |go back to )?(?:text|texting|message|messaging) me",
    r"(?:start|resume|restart) (?:the |your |my )?(?:texts|messages|texting)",
    r"(?:(?:re-?)?subscribe|sign) me(?: (?:in|up|back))*",
    r"(?:i want to |i'd like to )?(?:opt (?:me )?(?:back )?in|resubscribe)",
]

# Mail is another channel, with another way out.
OF_MAIL = re.compile(r"\be-?mail(?:s|ing)?\b")


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


# When somebody is to be let alone, which is less than for good.
LIMITS = re.compile(
    r"\b(?:before|after|until|till|between|during|while|unless|except|when|if|at (?:night|nights|work"
    r"|noon|midnight|dinner|"
    r"lunch|\d{1,2})|(?:so|this|too|that) (?:early|late|much|often|many)|as often|every (?:day|hour|time"
    r"|few)|"
    r"in the (?:morning|mornings|evening|evenings|night|middle|daytime)|on (?:the )?(?:week\w*|(?:sun"
    r"|mon|tues|wednes|thurs|"
    r"fri|satur)days?|holidays)|(?:this|next) (?:week|month|weekend|morning|evening)|tonight|tomorrow"
    r"|for (?:now|a|an|the|"
    r"\d)|outside|past)\b"
)
# A clause that does nothing but limit the others: "not before 8".
ONLY_A_LIMIT = re.compile(rf"(?:not|only|just|at least not) {LIMITS.pattern}")
ONLY_AT_TIMES = re.compile(rf"(?:only {_TEXT} {_ME}|{_TEXT} {_ME} only)(?: .*)?")
ASKS_HOW = re.compile(
    r"(?:how|where) (?:do|can|would|could|should) (?:i|you|one|we) "
    rf"(?:(?:stop|end|turn off|cancel|get out of) {_SOME}(?:{_TEXTS}|{_NOTICES})|get off {_LIST}"
    rf"|opt[ -]?out|unsubscribe"
    rf"|(?:opt[ -]?out of|unsubscribe from) {_SOME}(?:{_TEXTS}|{_NOTICES}|{_LIST}))"
)

WRONG_NUMBER = re.compile(r"(?:you have |you've got |you got |this is )?(?:the |a )?wrong (?:number|person)")
# Whoever has the number now gave no consent.
NOT_THEIRS = re.compile(
    r"(?:i think )?(?:you have |you've got |you got |this is |that's |it's )?(?:the |a )?wrong number"
    r"(?: (?:sorry|bud|buddy|dude|man|bro|mate|sir))?"
)
STOPS, ADVERT_STOPS, STARTS = map(_any_of, (_STOP_TEXTING, _STOP_ADVERTS, _START_TEXTING))
