"""Other names of the same kinds of goods: the store may know a thing by only one of them."""

from collections.abc import Mapping

_SAME = """
sweater, jumper, pullover, jersey
sneaker, trainer, gym shoe
sofa, couch, settee
kettle, electric kettle, water boiler
headphone, headset
earbud, earphone, earpod, airpod
tv, television, telly
flashlight, torch, headlamp
trash can, bin, dustbin
trousers, pants, slacks
wellington, welly, rain boot, gumboot
rucksack, backpack, daypack
cooler, cool box, ice box, esky
lead, leash, dog lead
duvet cover, comforter cover
throw, throw blanket
jigsaw, puzzle, jigsaw puzzle
plushie, plush, stuffed animal, soft toy, teddy, teddy bear
hoover, vacuum, vacuum cleaner
skillet, frying pan, fry pan
pruner, secateurs, pruning shears, clippers
jump rope, skipping rope
power bank, powerbank, portable charger
bike, bicycle
barbecue, bbq, barbeque, grill
flip flop, sandal
beanie, woolly hat, winter hat
raincoat, rain jacket, mac
tee, tshirt, t shirt
bookcase, bookshelf
nightstand, bedside table, side table
curtain, drape
fridge, refrigerator
mug, cup
soccer ball, football
notepad, notebook, journal
pencil, coloured pencil, colored pencil, crayon
cleanser, face cleanser, face wash
toothbrush, electric toothbrush
sunscreen, sunblock, suncream, sun cream
aftershave, cologne, perfume, fragrance
desk chair, office chair
standing desk, sit stand desk, height adjustable desk
router, wi fi router, wifi router
speaker, bluetooth speaker
watch, smart watch, smartwatch
e reader, ereader, kindle
plant pot, flowerpot, planter
hose, hosepipe, garden hose
parasol, patio umbrella
"""
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    name: tuple(other for other in names if other != name)
    for line in _SAME.strip().splitlines()
    for names in [tuple(each.strip() for each in line.split(","))]
    for name in names
}
