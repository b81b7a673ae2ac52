"""The search as a process is set up with it."""

from pathlib import Path

from commerce.help.encoder import EncoderUnfit, QuestionEncoder
from commerce.search.service import ProductSearch


def search_by_words() -> ProductSearch:
    """A search without meaning, which takes no word for misspelt."""
    return ProductSearch(None, str.isalpha)


def search_of(encoder_folder: Path) -> ProductSearch:
    """A search by words and meaning; by words alone where the encoder has not been exported."""
    try:
        encoder = QuestionEncoder(encoder_folder)
    except EncoderUnfit:
        return search_by_words()
    return ProductSearch(encoder.encode, encoder.knows)
