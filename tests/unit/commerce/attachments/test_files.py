"""What a file may be that goes to or comes from a shopper."""

import pytest

from commerce.attachments.files import LARGEST_FILE, FileRefused, checked_file, checked_kind

PNG = b"\x89PNG\r\n\x1a\n" + bytes(2_000)
JPEG = b"\xff\xd8\xff\xe0" + bytes(100)
PDF = b"%PDF-1.7\n" + bytes(3 * 1024 * 1024)


@pytest.mark.parametrize(
    ("name", "content", "kind", "description"),
    [
        ("lamp.png", PNG, "image/png", "Picture, 2 KB"),
        ("IMG_0042.JPG", JPEG, "image/jpeg", "Picture, 1 KB"),
        ("really-a-png.jpg", PNG, "image/png", "Picture, 2 KB"),
        ("Rechnung März 2026.pdf", PDF, "application/pdf", "PDF, 3 MB"),
        ("notes.txt", "größe 42 👟".encode(), "text/plain", "Text, 1 KB"),
        ("orders.csv", b"a,b\n1,2\n", "text/plain", "Text, 1 KB"),
        ("v1.2 final.pdf", b"%PDF-1.4", "application/pdf", "PDF, 1 KB"),
        ("写真.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp", "Picture, 1 KB"),
    ],
)
def test_what_people_send_is_taken(name: str, content: bytes, kind: str, description: str) -> None:
    file = checked_file(name, content)
    assert (file.name, file.content_type, file.description) == (name, kind, description)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        ".htaccess",
        "../../etc/passwd.txt",
        "a/b.png",
        "C:\\temp\\x.png",
        "bill.pdf.exe",
        "bill.exe.pdf",
        "bill.EXE .pdf",
        "page.html.txt",
        "bill\u202efdp.txt",
        "line\nbreak.txt",
        "null\x00.txt",
        "CON.txt",
        "lpt1.png",
        "trailing.txt.",
        "trailing.txt ",
        'quo"te.png',
        "a" * 117 + ".png",
    ],
)
def test_a_dangerous_name_is_refused_and_not_repeated(name: str) -> None:
    with pytest.raises(FileRefused, match=r"^a file with such a name can't be sent: please rename it$"):
        checked_file(name, PNG)


@pytest.mark.parametrize(
    "name", ["sheet.xlsx", "letter.docx", "film.mp4", "archive.zip", "no-ending", "photo.heic"]
)
def test_other_types_are_refused_with_those_that_are_taken(name: str) -> None:
    with pytest.raises(FileRefused, match=r"can't be sent: only pictures \(JPEG, PNG, GIF, WebP\), PDF"):
        checked_file(name, PNG)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lamp.png", b"<html><script>alert(1)</script></html>"),
        ("lamp.png", b"%PDF-1.7"),
        ("bill.pdf", PNG),
        ("bill.pdf", b"MZ\x90\x00"),
        ("notes.txt", b"MZ\x90\x00\xff"),
        ("notes.txt", b"abc\x00def"),
        ("notes.txt", PNG),
        ("notes.csv", b"%PDF-1.7"),
    ],
)
def test_a_file_is_what_its_name_says(name: str, content: bytes) -> None:
    with pytest.raises(FileRefused, match=rf"^the file {name} isn't what its name says$"):
        checked_file(name, content)


def test_sizes_have_two_ends() -> None:
    with pytest.raises(FileRefused, match=r"^the file lamp\.png is empty$"):
        checked_kind("lamp.png", 0)
    assert checked_kind("lamp.png", LARGEST_FILE) == "image/png"
    with pytest.raises(FileRefused, match=r"^the file lamp\.png is larger than 5 MB$"):
        checked_kind("lamp.png", LARGEST_FILE + 1)
