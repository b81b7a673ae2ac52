"""The words that begin and end a mention of goods, and those that are none."""

from actions.language.spelling import stems


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _stems(text: str) -> frozenset[str]:
    return frozenset(stems(text))


DETERMINERS = _words(
    "the teh hte my our this that these those a an some his her their both another other any"
)
# What shows which order: "the sofa order", "the parcel with the sofa".
OF_CARRIERS = _words(
    """
    order purchase parcel package delivery shipment return exchange refund receipt invoice bill
    replacement
    """
)
CARRIERS = OF_CARRIERS | _words(
    """
    orders purchases parcels packages deliveries shipments returns thing things item items product
    products one ones stuff goods box boxes article articles piece pieces
    """
)
REQUESTS = _words(
    """
    cancel return returning exchange exchanging swap swapping refund track find locate reorder rebuy
    replace send ship deliver redirect keep order buy ordered bought purchased received got cancelled
    canceled returned trade change cancelling canceling tracking
    """
)
REASONS = _words("because cuz cause since bc coz so")
# Said of goods right behind them.
PREDICATES = _words(
    """
    arrived came is was are were isn't wasn't aren't weren't has have hasn't haven't had broke doesn't
    don't didn't does stopped won't never arrive come got went needs need order parcel
    """
)
# Words that end a mention of goods: function words, and the verbs and adverbs that follow one.
BREAKS = PREDICATES - _words("order parcel") | _words(
    """
    . , ; : ! ? / ( ) & + = and or nor but with without of from for to in into on onto at by as than
    then if until till before after about over under between through during within per via near off out
    up down back i i'd i'll i'm i've me myself we we're you your it it's its he she they them us him who
    whose whom which what what's where where's when why how that's there there's here here's
    wheres whats be been being am do did doing done can can't cannot could couldn't would wouldn't should
    shouldn't shall
    will may might must want wants wanted wanna like likes love please pls plz thanks thank thx ty
    cheers somewhere anywhere elsewhere abroad again anymore more now today tonight tomorrow yesterday
    soon asap yet already still just only even too also instead rather later earlier ago last next first
    ever always once not no never either neither nothing everything anything something else gone missing
    late lost stolen broken damaged wrong faulty arrives coming comes ship ships shipped shipping
    deliver delivered sent send sends get gets getting arriving going goes go cancel cancelled canceled
    cancelling return returned returning exchange exchanged refunded swap swapped track tracking
    replaced reordered bought ordered purchased placed paid pay paying costs cost looks look feels feel
    works work working fits fit smells makes made makes turned turns breaks cracked torn ripped leaks
    leaking snapped burst bent dead scratched shattered defective missing different didnt doesnt dont
    isnt wasnt hasnt havent wont cant im ive id let lets see show tell give take make put use using used
    keep kept leave left find found know think thought mean meant say says said ask asked bro dude man
    lol omg ugh btw ok okay yes yeah yep nope sorry hi hello hey well actually really very takes took
    shows showing saying keeps contain contains pushed stuck empty smashed they're needn't you've
    approved accepted pending estimated confirmed needed longer received bak retrun
    """
)
ADJECTIVES = _words(
    """
    new old used unused second-hand broken damaged faulty defective wrong right correct big bigger
    biggest large larger small smaller tiny little long short tall wide narrow heavy light nice lovely
    beautiful great bad good awful ugly cheap cheaper cheapest expensive dear whole entire complete full
    same different other own last latest recent previous next first second third only single double
    stupid damn bloody silly black white red blue green yellow orange purple pink brown grey gray silver
    gold beige navy teal cream dark pale bright pending current open original entire lost late missing
    delayed delivered shipped cancelled canceled returned unopened opened precious favourite favorite
    actual exact upcoming past brand leather wooden metal plastic glass fancy unwanted extra remaining
    two three four five six seven eight nine ten few several couple dozen ones today's yesterday's
    stolen wired wireless newer older spare
    """
)
# People for whom something was ordered; what is said of them finds no goods.
PEOPLE = _stems(
    """
    mother mom mum mama dad father papa parents wife husband partner girlfriend boyfriend fiance fiancee
    sister brother son daughter child children kid kids baby boy girl aunt uncle cousin niece nephew
    grandma grandpa grandmother grandfather granny friend buddy boss colleague coworker neighbour
    neighbor roommate flatmate family guest customer client person people man woman guy lady everyone
    someone somebody anybody nobody driver courier dog cat pet teacher doctor grandson granddaughter
    mate toddler in-laws
    """
)
# Nouns that are spoken of around an order and are no goods; a mention that ends in one names none.
NO_GOODS = _stems(
    """
    order number orders address addresses street city town state zip postcode code country place home
    house office work door account profile card cards credit debit visa mastercard amex american express
    discover paypal payment method methods bank cash money refund refunds price cost costs total amount
    balance fee charge tax gift voucher coupon discount promotion promo points size sizes color colour
    shade version model variant kind type sort style option options material quality amount quantity
    rest remainder half part parts all everything lot bunch thing stuff way time times day days date
    week weeks month months year years morning afternoon evening night weekend minute minutes hour hours
    moment second while monday tuesday wednesday thursday friday saturday sunday january february march
    april may june july august september october november december christmas xmas birthday easter
    holiday holidays anniversary wedding present status details detail info information update eta
    progress whereabouts history list confirmation email e-mail mail number name login password shop
    store website web site app page link button chat conversation message text question answer help
    support service team agent human representative rep manager policy rule rules terms reason reasons
    problem problems issue issues trouble mistake error accident mind idea change changes request plan
    deal offer sale post company seller vendor warehouse carrier ups fedex usps dhl label packaging box
    envelope packet pack tracking document documents paper receipt invoice photos pic description manual
    instructions warranty guarantee subscription membership newsletter bit end start beginning middle
    top bottom side front back corner edge inside outside hell heck fuck shit love god world internet
    truth point fact case hand head car situation event family replacement exchange return delivery
    shipping shipment shipments parcel package purchase purchases same other others another hurry line
    news summary claim claims reimbursement sum dollar dollars percent cart basket copy accountant
    bookkeeper auditor insurance vat pdf expense expenses paperwork usual pair pairs junk slip room
    kitchen depot location position delay movement turn porch mailbox doorstep hallway lobby van
    stranger thief postman party age ages row th nd rd st twice duplicate cancellation approval fault
    noise xl xxl medium flavour flavor capacity inch litre liter modification meantime sign signature
    rma contents signal copy reach storage choice preference spelling typo
    """
)
# Parts of goods, which are goods only where that is plain: in "return the lens", not "the lens is cracked".
PARTS = _stems(
    """
    screen display handle lid zip zipper strap sole button battery cable cord plug leg wheel motor blade
    sleeve seam stitching sound switch base cap lens hinge remote fabric fit smell taste finish paint
    surface phone bag photo picture crack hole scratch dent stain chip tear mark gap leak screw screws
    tank seal nozzle knob hook pedal defect seat lining pocket hood heel lace laces buckle pump filter
    bolt bolts nut clasp pin pins spring hose spout rim drawer foot arm armrest keys key
    """
)
# Of these the object is what was ordered.
OBJECT_OF = _words(
    """
    cancel return returning exchange exchanging swap swapping refund track find locate reorder rebuy
    replace ship deliver redirect cancelled canceled returned cancelling canceling tracking where's wheres
    where back
    """
)
