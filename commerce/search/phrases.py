"""How sentences say what is wanted: the patterns and the words that `sentence` reads them by."""

import re

from commerce.search.wanted import Order
from commerce.search.words import words

# What a search begins and ends with and says nothing of the goods. Apostrophes are gone by then.
LEAD_IN = re.compile(
    r"""\b(?:
      (?:i|we)(?:\ am|m|\ are|re)?\ (?:just\ |still\ )?(?:looking|searching|shopping|hunting|interested|after)
        (?:\ for|\ in|\ to\ buy)?
    | looking\ (?:for|4) | search(?:ing)?(?:\ for)? | (?:shopping|browsing)\ for | in\ the\ market\ for
    | (?:do|have|did)\ (?:you|u|ya)\ (?:guys\ )?(?:have|sell|carry|stock|got|do|make) | have\ you\ got
    | got\ any
    | (?:can|could|will|would)\ (?:you|u|i)\ (?:please\ )?
        (?:show|find|get|recommend|suggest|help|see|buy)(?:\ me)?
    | (?:show|find|get|give|bring|list|browse)\ (?:me|us) | browse | (?:i|we)(?:\ would|d)\ (?:like|love)
        (?:\ to\ (?:see|buy|have|get|purchase))?
    | (?:i|we)(?:d|\ would)?\ (?:also\ |really\ )?(?:want|need|wanna|wish)
        (?:\ to\ (?:buy|get|see|purchase|order|find))?
    | (?:want|need|trying)\ to\ (?:buy|get|find) | what\ (?:kind|sort|type)s?\ of | which | whats?
    | youve\ got
    | (?:do\ )?you\ (?:have|sell|carry) | where\ (?:can|do)\ i\ (?:find|get|buy) | is\ there(?:\ an?|\ any)?
    | are\ there(?:\ any)? | recommend(?:\ me)? | suggest(?:\ me)? | please | pls | plz | thanks | thank\ you
    | hi | hello | hey | ok | okay | so | well | now | actually | maybe | perhaps | youve | ive | im
    )\b""",
    re.VERBOSE,
)
ON_SALE = re.compile(
    r"\b(?:on (?:sale|offer|special)|discounted|reduced|(?:in the |on )?clearance|marked down|special offers?"
    r"|(?:any |good )?(?:deals?|bargains?)(?: on)?|in (?:your|the) sale)\b"
)
_CHEAP = r"(?:the )?(?:cheapest|lowest priced?|least expensive)|cheap|affordable|inexpensive|low cost"
_RATED = r"(?:the )?(?:best|top|highest)[ -]?(?:rated|reviewed|rating)|with the best (?:reviews|ratings?)"
ORDERS = (
    (Order.CHEAPEST, re.compile(rf"\b(?:{_CHEAP})\b")),
    (Order.DEAREST, re.compile(r"\b(?:the )?(?:most expensive|priciest|dearest|fanciest|highest priced?)\b")),
    (Order.BEST_RATED, re.compile(rf"\b(?:{_RATED})\b")),
    (Order.NEWEST, re.compile(r"\b(?:the )?(?:newest|latest|new arrivals|new in|most recent)\b")),
)
STARS = re.compile(
    r"(?:\b(?:at least|minimum|min|over|above|more than|rated)\s)?"
    r"(?P<stars>[1-5])(?:\.\d)?\s?\+?[\s-]?stars?\b"
    r"(?:\s(?:or (?:more|better|above|higher)|and (?:up|above|more)|plus|reviews?|ratings?))?"
)
WELL_RATED = re.compile(
    r"\b(?:(?:well|highly)[ -](?:rated|reviewed)|(?:with )?(?:good|great|high) (?:reviews|ratings?))\b"
)
AGE = re.compile(r"\b(?:aged? )?(?P<age>\d{1,3})[ -]?(?:years?|yrs?|yo)[ -]?(?:olds?)?\b")
OF_CHILDREN = 12  # years: up to this age toys are meant
WITHOUT = re.compile(
    r"\b(?:without(?: any)?|no|not(?: in| made of| from)?|non|except(?: for)?|other than|anything but"
    r"|excluding|avoid(?:ing)?|nothing (?:in|with|made of)|free of|dont (?:want|like)|isnt|arent)"
    r" (?:a |an |the |of |any |in )?(?P<what>\w+(?: \w+)?)"
)
FREE = re.compile(r"\b(?P<what>[a-z]+) free\b")
STOCK = re.compile(
    r"\b(?:(?:is |are |that is |thats |currently )?in stock|available(?: now)?|ready to ship)\b"
)
_LETTERS = r"xxs|xs|s|m|l|xl|xxl|xxxl|2xl|3xl|small|medium|large|extra small|extra large|x small|x large"
_NO_UNIT = r"(?! (?:inch|cm|mm|ml|l|gb|tb|ft|m|kg|w|people|pieces|cups|years?|days?|hours?|minutes?)\b)"
SAID_SIZE = re.compile(
    r"\b(?:in )?(?:a |an |my )?(?:(?:shoe |us |uk |eu )?(?:sizes?|sz)(?: is| of)?(?: us| uk| eu)?"
    rf"|waist(?: size)?|us|in an?|in) (?P<size>\d{{1,2}}(?:\.5)?{_NO_UNIT}|(?:{_LETTERS})\b)"
)
SIZE_LAST = re.compile(rf"\b(?P<size>\d{{1,2}}(?:\.5)?|{_LETTERS}) (?:sized?|waist)\b")
CAPITALS = re.compile(r"(?<![\w'’.-])(XXS|XS|XL|XXL|XXXL|[23]XL|[SML])(?![\w'’.-])")
COMPARED = re.compile(
    r"\b(?P<way>under|below|less than|up to|at most|max|over|above|more than|at least|min)"
    r" (?P<number>\d+(?:\.\d+)?) (?P<unit>[a-z]+)\b"
)
AFTER_KIND = words("for with on in of to like under from by beside behind above near")
GOODS = words("stuff things thing products product items item goods section department category range")
SAYS_NOTHING = words(
    """
    a about all also am an and any anything anyone are as at be because been bit but by can color
    could do does dont else ever everything for from get give good goods got had has have he her
    here him his how i id if im in into is it item its just kind like looking lot made make many may
    me more most much must my need nice nothing of off on one only option or other our out over pair
    people place please product really sale same see sell she should show similar size some something sort
    store stuff such than that thats the their them there these they thing this those to too type u
    under up ur us use very want wanna was we were what when where which who will with would you
    your yours
    """
)
# Who it is for, and that it is a gift: for the meaning, not to be looked for in a description.
OF_PEOPLE = words(
    """
    gift present birthday christmas xmas anniversary wedding housewarming idea dad father mum mom
    mother parent brother sister wife husband boyfriend girlfriend partner friend colleague boss
    teacher son daughter kid child boy girl man woman men women mens womens kids grandma grandpa
    grandmother grandfather aunt uncle baby toddler year old age like love
    """
)
