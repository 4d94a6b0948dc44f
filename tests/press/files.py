"""Documents for the tests: small ones, made here."""

import base64
import io
import zipfile

import docx

LINES = ("Round table on staff", "12 February 2025", "On 11 February EMC LLP asked for courses.")


def document() -> bytes:
    """Three paragraphs and a table, as Word keeps them."""
    made = docx.Document()
    for line in (
        "Дөңгелек үстел",
        "12 ақпан 2025",
        "11 ақпанда «Семей инжиниринг» АҚ курс сұрады.",
    ):
        made.add_paragraph(line)
    table = made.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "ТОО «Силикат»", "курсы"
    made.core_properties.title = "Microsoft Word – 1"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def bomb() -> bytes:
    """A document that unpacks to a hundred megabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * (100 << 20))
    return file.getvalue()


def portable(lines: tuple[str, ...] = LINES) -> bytes:
    """A page of PDF in a font that every reader has; no lines: a page that shows nothing."""
    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    content = f"BT /F1 12 Tf 50 750 Td {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 6\n0000000000 65535 f \n" + table
    return made + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


# The same page with a password.
LOCKED = base64.b64decode(
    "JVBERi0xLjMKJeLjz9MKMSAwIG9iago8PAovVHlwZSAvQ2F0YWxvZwovUGFnZXMgMiAwIFIKPj4KZW5kb2JqCjIgMC"
    "BvYmoKPDwKL1R5cGUgL1BhZ2VzCi9LaWRzIFsgMyAwIFIgXQovQ291bnQgMQo+PgplbmRvYmoKMyAwIG9iago8PAov"
    "VHlwZSAvUGFnZQovUGFyZW50IDIgMCBSCi9NZWRpYUJveCBbIDAgMCA1OTUgODQyIF0KL0NvbnRlbnRzIDQgMCBSCi"
    "9SZXNvdXJjZXMgPDwKL0ZvbnQgPDwKL0YxIDUgMCBSCj4+Cj4+Cj4+CmVuZG9iago0IDAgb2JqCjw8Ci9MZW5ndGgg"
    "MTQ3Cj4+CnN0cmVhbQrKNoV/oRlNh/YS1E5MJKqqLy4oFnsEfR1ANDjZwRdyAegjDU26JPx3T3uzRvM9iqQUUaDD8x"
    "oFqnX0t7EcEe6eDFtwZ8twdGorW2gN32qNzhXUS2fpeMPphxkOzLCEaUBT5WqI+mYba0KocI8TkFWoONV8QoT/Fh3f"
    "d5yitrYe7lKmdwjGUb2MwZSTRIbI/AifOJ8KZW5kc3RyZWFtCmVuZG9iago1IDAgb2JqCjw8Ci9UeXBlIC9Gb250Ci"
    "9TdWJ0eXBlIC9UeXBlMQovQmFzZUZvbnQgL0hlbHZldGljYQo+PgplbmRvYmoKNiAwIG9iago8PAovViAyCi9SIDMK"
    "L0xlbmd0aCAxMjgKL1AgNDI5NDk2NzI5MgovRmlsdGVyIC9TdGFuZGFyZAovTyA8MGU1MjI5MjVhM2U0ZTg3NGMzY2"
    "ZhY2JlZjUxMWE3M2FjNGVjMmJkODY1ZGNkM2Q0NjI3NjE0OTE3YWJmZDdlND4KL1UgPDVhZmZjMzNkNTk2MDBiNTJm"
    "MThiYmI4NTBlNzQyYzQ3MjhiZjRlNWU0ZTc1OGE0MTY0MDA0ZTU2ZmZmYTAxMDg+Cj4+CmVuZG9iagp4cmVmCjAgNw"
    "owMDAwMDAwMDAwIDY1NTM1IGYgCjAwMDAwMDAwMTUgMDAwMDAgbiAKMDAwMDAwMDA2NCAwMDAwMCBuIAowMDAwMDAw"
    "MTIzIDAwMDAwIG4gCjAwMDAwMDAyNTEgMDAwMDAgbiAKMDAwMDAwMDQ0OSAwMDAwMCBuIAowMDAwMDAwNTE5IDAwMD"
    "AwIG4gCnRyYWlsZXIKPDwKL1NpemUgNwovUm9vdCAxIDAgUgovSUQgWyA8MTQwMWNlOTIyNDc1OTUyZTg4ZDE0ZWRm"
    "YWI2MWUzYzY+IDwxNDAxY2U5MjI0NzU5NTJlODhkMTRlZGZhYjYxZTNjNj4gXQovRW5jcnlwdCA2IDAgUgo+PgpzdG"
    "FydHhyZWYKNzM0CiUlRU9GCg=="
)

PAGE = """<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8">
<title>Стол | University</title>
<meta property="og:title" content="Круглый стол об энергетике прошел в университете">
<meta property="article:published_time" content="2025-02-12T09:00:00+05:00"></head><body>
<nav><ul><li><a href="/">Главная</a></li><li><a href="/news">Новости</a></li></ul></nav>
<div class="content"><h1>Круглый стол об энергетике прошел в университете</h1>
<div class="meta"><span>пресс-служба University</span><span>12 февраля 2025</span>
<span>дуальное обучение, производство</span></div>
<p>11 февраля ректорат и&nbsp;акимат области провели круглый стол. В инженерный корпус приехали
руководители восьми предприятий, и впервые дискуссию вел не вуз, а промышленность.</p>
<p>Свои кадровые планы представили АО «Семей инжи&shy;ниринг», ТОО «Иртыш Кабель». Технический
директор сказал, что завод нуждается в двенадцати инженерах и просит открыть курсы.</p></div>
<div class="latest"><h3>Последние новости</h3><div>Новости / 20 февраля 2025</div>
<div>Молодежь / 18 февраля 2025</div></div><footer>© 2025 University</footer></body></html>"""
