"""Names of towns and counties that tell how an address is to be read."""


def _names(listed: str) -> frozenset[str]:
    """The names of a list with commas, in lower case."""
    return frozenset(" ".join(name.split()) for name in listed.split(","))


# British towns that are hardly ever meant as a namesake overseas.
_BRITISH = _names(
    """
    london, leeds, glasgow, edinburgh, liverpool, sheffield, nottingham, leicester, coventry, cardiff,
    belfast, swansea, brighton, hove, southampton, wolverhampton, northampton, huddersfield, milton
    keynes, bournemouth, poole, swindon, ipswich, blackpool, dundee, croydon, luton, doncaster,
    wakefield, stockport, bolton, preston, harrogate, oldham, slough, watford, stevenage, cheltenham,
    sunderland, newcastle upon tyne, stoke-on-trent, stoke on trent, hull, kingston upon hull,
    middlesbrough, southend-on-sea, southend, telford, st albans, st. albans, colchester, chelmsford,
    maidstone, basingstoke, crawley, guildford, woking, ilford, romford, enfield, harrow, twickenham,
    kingston upon thames, sutton coldfield, walsall, dudley, redditch, shrewsbury, hereford, wigan,
    warrington, blackburn, rochdale, salford, barnsley, rotherham, grimsby, scunthorpe, darlington,
    scarborough, whitby, berwick-upon-tweed, perth, stirling, inverness, kirkcaldy, paisley, kilmarnock,
    dumfries, galashiels, wrexham, llandudno, aberystwyth, merthyr tydfil, llanelli, derry, londonderry,
    lisburn, newry, penzance, truro, torquay, taunton, yeovil, weston-super-mare, bath, eastbourne,
    hastings, margate, folkestone, canterbury, tunbridge wells, royal tunbridge wells, oxford,
    peterborough, king's lynn, kings lynn, great yarmouth, lowestoft, bury st edmunds, loughborough,
    stratford-upon-avon, leamington spa, solihull, macclesfield, crewe
    """
)
COUNTIES = _names(
    """
    bedfordshire, berkshire, buckinghamshire, cambridgeshire, cheshire, cornwall, cumbria, derbyshire,
    devon, dorset, county durham, co durham, co. durham, east sussex, west sussex, sussex, essex,
    gloucestershire, greater london, greater manchester, hampshire, herefordshire, hertfordshire, isle
    of wight, kent, lancashire, leicestershire, lincolnshire, merseyside, middlesex, norfolk, north
    yorkshire, south yorkshire, west yorkshire, east riding of yorkshire, yorkshire, northamptonshire,
    northumberland, nottinghamshire, oxfordshire, oxon, rutland, shropshire, somerset, staffordshire,
    suffolk, surrey, tyne and wear, warwickshire, west midlands, wiltshire, wilts, worcestershire,
    aberdeenshire, angus, argyll, ayrshire, fife, highland, lanarkshire, midlothian, east lothian, west
    lothian, perthshire, renfrewshire, gwynedd, powys, dyfed, clwyd, gwent, mid glamorgan, south
    glamorgan, west glamorgan, pembrokeshire, carmarthenshire, monmouthshire, county antrim, county
    armagh, county down, county fermanagh, county londonderry, county tyrone, co antrim, co down, co
    tyrone, herts, bucks, berks, cambs, glos, hants, lancs, leics, lincs, northants, notts, staffs,
    warks, worcs
    """
)
# How the names of towns in two words begin, where a street without an end stands before them.
FIRST_OF_TWO = _names(
    """
    new, san, santa, los, las, la, el, fort, ft, saint, st, st., ste., port, north, south, east, west,
    grand, palo, baton, des, mount, mt, mt., lake, long, salt, little, great, high, boca, cape,
    colorado, coral, daly, del, green, jersey, kansas, oklahoma, iowa, virginia, myrtle, ann, cedar,
    sioux, rapid, round, sugar, white, falls, overland, council, broken, idaho, twin, grosse, sainte,
    trois, red, medicine, prince, thunder, niagara, richmond, milton, king, kings, king's
    """
)


def is_british(town: str) -> bool:
    """Whether `town`, named without a state or province, is one in Great Britain or Northern Ireland."""
    return town.lower().strip(" .") in _BRITISH
