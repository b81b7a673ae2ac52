"""Texts by which phones report that a message was reacted to: `Loved "Shall I cancel it?"`.

Where the other side cannot show a reaction, Apple's and Google's phones send it as a text of the reader's
language with the message in quotation marks. Its reader has said nothing, so it never answers anything.
"""

import re
import unicodedata

_QUOTE = r"[\"“”„‟«»‹›「」『』＂]"
_QUOTED = rf"{_QUOTE}.*{_QUOTE}"
# What was reacted to when it is no text.
_THING = (
    r"(?:an?|the|une?|una|um|uma|ein|eine[nm]?|een|il|la|le|un[’']?|l[’'])? ?"
    r"(?:image|photo|picture|video|movie|message|attachment|audio message|sticker|link|gif|location|contact"
    r"|imagen|foto|fotografía|vídeo|mensaje|archivo adjunto|pièce jointe|vidéo|message audio|bild|anhang"
    r"|nachricht|imagem|anexo|mensagem|immagine|allegato|messaggio|afbeelding|bericht|bijlage)"
)
_WHAT = rf"(?:{_QUOTED}|{_THING})"
_SIGN = r"(?:[^\w\s\"“”„«»「」]{1,12}|an? [\w ]{1,20}|a sticker)"  # an emoji, or what it is called

_LIKED = (
    # English
    r"loved|liked|disliked|laughed at|emphasi[sz]ed|questioned"
    # Spanish
    r"|le encant[óo](?: a)?|le gust[óo]|no le gust[óo]|me (?:encanta|gusta)|le dio risa|se ri[óo] (?:con|de)"
    r"|r[íi]o con|(?:enfatiz|exclam|destac|cuestion|pregunt)[óo](?: por)?"
    # French
    r"|a (?:adoré|aimé|ri de|souligné|questionné|mis en doute|mis l[’']accent sur|exclamé|interrogé)"
    r"|adoré|aimé|n[’']a pas aimé|a réagi à"
    # German
    r"|liebt|gefällt|lacht(?:e)? über|betont(?:e)?|hinterfragt(?:e)?|mag|liebte|mochte(?: nicht)?"
    # Portuguese
    r"|amou|adorou|gostou de|curtiu|não gostou de|não curtiu|riu de|riu(?: com)?|enfatizou|destacou"
    r"|questionou"
    # Italian
    r"|ha adorato|ha amato|adora|ha messo mi piace a|non (?:ha gradito|piace)|piace|ha riso (?:di|a|per)"
    r"|ha evidenziato|ha enfatizzato|ha messo in dubbio"
    # Dutch
    r"|vond|vindt|lachte om|benadrukte|vroeg naar|gaf een hart aan|heeft gelachen om"
    # Polish
    r"|lubi|uwielbia|polubiono|nie lubi|śmieje się z|podkreślono"
)
# Behind the quotation: German and Dutch put a part of the verb there, East Asian languages the whole.
_BEHIND = (
    r"nicht|nicht gut|geweldig|leuk|niet leuk|grappig|vragen gesteld|reagiert|gereageerd"
    r"|[にをが].{1,20}しました|に.{1,30}と言いました|表示.{1,6}|点.{1,4}|[에을].{1,20}했습니다"
)
_REACTION = re.compile(
    rf"(?:{_LIKED}) {_WHAT}(?: (?:{_BEHIND}))?"
    r"|(?:reacted|reacted with|reaccion[óo] con|a réagi (?:avec|par)|reagiu com|hat mit|reagierte mit"
    rf"|ha reagito con|reageerde met|heeft) {_SIGN} (?:to|a|à|al|à la|auf|op|zu) {_WHAT}(?: (?:{_BEHIND}))?"
    rf"|removed (?:an? |the )?(?:[\w ]{{1,30}}|{_SIGN}) from {_WHAT}"
    r"|(?:elimin[óo]|quit[óo]|a (?:supprimé|retiré)|removeu|ha rimosso|hat|verwijderde|usunięto) .{1,60}?"
    rf"(?: (?:de|du|da|do|di|von|van|bei|z) ){_WHAT}(?: \w{{1,12}})?"
    rf"|{_SIGN} (?:to|a|à|auf|en|su) ?{_QUOTED}"
    rf"|(?:喜爱了|喜歡了|赞了|点赞了|踩了|笑了|强调了|強調了|质疑了|对|對) ?{_QUOTED}.{{0,12}}"
    rf"|{_QUOTED}(?: ?(?:{_BEHIND}))",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 2_000  # characters


def is_reaction(text: str) -> bool:
    """Whether a phone reports with `text` that its owner reacted to a message, or no longer does."""
    said = unicodedata.normalize("NFC", text)[:_LONGEST]
    said = "".join(" " if each.isspace() else each for each in said if unicodedata.category(each) != "Cf")
    return _REACTION.fullmatch(" ".join(said.split())) is not None
