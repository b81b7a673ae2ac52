import pytest

from bot.languages.english import common_words
from bot.languages.identification import other_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿dónde está mi pedido?", "es"),
        ("hola donde esta mi pedido", "es"),
        ("quiero devolver 2 camisetas que compré la semana pasada", "es"),
        ("où est ma commande", "fr"),
        ("j'ai pas reçu mon colis", "fr"),
        ("WO IST MEIN PAKET", "de"),
        ("Der Artikel ist kaputt angekommen", "de"),
        ("onde está meu pedido", "pt"),
        ("dov'è il mio ordine", "it"),
        ("我的订单在哪里", "zh"),
        ("注文はどこですか", "ja"),
        ("где мой заказ", "ru"),
        ("أين طلبي", "ar"),
        ("मेरा ऑर्डर कहाँ है", "hi"),
        ("đơn hàng của tôi đâu", "vi"),
        ("waar is mijn bestelling", "nl"),
    ],
)
def test_a_sentence_in_another_language_is_known(text: str, language: str) -> None:
    assert other_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "no",
        "no i dont",
        "a sec pls",
        "wheres my stuff",
        "hwere is my oder",
        "blue",
        "size M",
        "bla bla bla",
        "hjk hjk hjk",
        "W1234567",
        "my name is Gerd Müller",
        "José García",
        "María José de la Cruz García",
        "maria jose de la cruz garcia",
        "12 rue de la republique 75011 paris",
        "calle de alcala 45, 28014 madrid",
        "Hauptstraße 12, 10115 Berlin",
        "crème brûlée torch please",
        "café au lait bowl",
        "frida kahlo poster",
        "do u hav la creuset pans",
        "quiero cancel my order por favor",  # understood as it is
        "👍",
    ],
)
def test_english_names_addresses_and_goods_are_no_other_language(text: str) -> None:
    assert other_language(text) is None


def test_the_common_words_have_goods_and_no_slips() -> None:
    assert {"sneaker", "resent", "hobbies", "rebate", "don't", "dont"} <= common_words()
    assert common_words().isdisjoint({"refnud", "recieve", "adress", "oder", "pacrel"})
