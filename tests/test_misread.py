"""Lines of other codecs that were read as Latin-1: repaired where that is proved, touched by nobody where it is not."""

import pytest

from lint import Linter, Safety
from lint.source import from_text

TEXTS = {
    "gb18030": "这家小书店开在河边，老板每天早上都会把新到的书摆在门口，等着路过的人来看。",
    "cp950": "這家小書店開在河邊，老闆每天早上都會把新到的書擺在門口，等你們來看。",
    "cp932": "雨がやんだので、町の人たちはまた外に出てきて、市場は朝からにぎわっていた。",
    "euc_jp": "雨がやんだので、町の人たちはまた外に出てきて、市場は朝からにぎわっていた。",
    "cp949": "비가 그치자 마을 사람들이 다시 밖으로 나왔고 시장은 아침부터 붐비고 있었다.",
}


@pytest.mark.parametrize("codec", TEXTS)
@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_a_misread_article_comes_back(codec: str, wrong: str) -> None:
    text = f"# {TEXTS[codec][:6]}\n\n{TEXTS[codec]}\n\n- [{TEXTS[codec]}](https://example.com/)\n"
    misread = _misread(text, codec, wrong)
    assert Linter().fix_document(from_text(misread), Safety.SAFE).document.text == text


@pytest.mark.parametrize("codec", TEXTS)
@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_what_cannot_be_proved_is_reported_and_stays(codec: str, wrong: str) -> None:
    whole = _misread(TEXTS[codec], codec, wrong)
    damaged = f"{whole}\n\n{whole[:-3]}\ufffd{whole[-2:]}\n\n{whole}\n"
    document = from_text(f"# A title\n\n{damaged}")
    linter = Linter()
    assert "mojibake" in {finding.rule for finding in linter.check_document(document).findings}
    assert linter.fix_document(document, Safety.SAFE).document.text == f"# A title\n\n{damaged}"


def _misread(text: str, codec: str, wrong: str) -> str:
    """Return ``text`` as browsers and programs show it: where cp1252 has a gap, a character of Latin-1 stands."""
    return "".join(
        bytes((byte,)).decode(wrong, "ignore") or bytes((byte,)).decode("latin-1") for byte in text.encode(codec)
    )
