"""A mapping says only what means something, and each thing it says is checked before a row is read."""

from __future__ import annotations

import pytest

from lib.core.errors import WrongInput
from lib.tickets.importing import mapping
from tests.tickets.importing.foreign_files import MAP


class TestTheMapping:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("source = ", "no TOML file"),
            ("", "does not say “source”"),
            ('source = "x"', "does not say “number”"),
            (MAP + '[colour]\ncolumn = "x"', "“colour”, which means nothing"),
            (MAP.replace('"%Y/%m/%d %H:%M"', "3"), "“times” cannot be read"),
            (MAP.replace('column = "due"', 'colum = "due"'), "“due” cannot be read"),
            (MAP + '[kind]\ndefault = "mending"', "“mending” is not one of"),
            (MAP + '[channel]\nunknown = "create"', "unknown values can be: reject / default"),
        ],
    )
    def test_that_says_something_impossible_is_refused(self, text: str, words: str) -> None:
        with pytest.raises(WrongInput, match=words.replace("(", r"\(")):
            mapping.parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('out_of_order = "guess"\n' + MAP, "“guess” is not one of reject / keep"),
        ('foreign = "x"\n' + MAP, "“foreign” cannot be read"),
        (MAP + '[foreign]\nextra = ""', "every column needs a label of its own"),
        (MAP + '[foreign]\nextra = "A"\nwho = "A"', "“A” is none"),
        (MAP + "[foreign]\nextra = {title = 1}", "“foreign” cannot be read"),
        (MAP + '[promise]\ncolumn = "who"', "“promise” cannot be read"),
        (MAP + '[promise]\ncolumn = "who"\nkept = "x"\nbroken = "x"', "“promise” cannot be read"),
        (MAP + '[technician]\ncolumn = "who"\nunknown = "default"', "keep / create / reject"),
        (MAP + '[technician]\ncolumn = "who"\nactive = true', "“technician” cannot be read"),
        (MAP.replace('column = "due"', 'column = "due"\nunknown = "create"'), "“due” cannot be read"),
        (MAP.replace('"1" = "urgent"', '"1" = "hurry"'), "“hurry” is not one of emergency"),
        (MAP + '[channel]\ncontains = {tel = "telephone"}', "“telephone” is not one of hotline"),
        (MAP.replace('["where", "room"]', '["where", "room"]\nprefix = ["a", "b", "c"]'), "“place” cannot"),
        (MAP.replace("active = true", 'active = "yes"'), "“service” cannot be read"),
        (MAP.replace('"%Y/%m/%d %H:%M"', '"%Q"'), "“%Q” is no format of a time"),
        (MAP.replace('"%Y/%m/%d %H:%M"', '"%Y%Y"'), "“%Y%Y” is no format of a time"),
        ('encoding = "klingon"\n' + MAP, "no encoding “klingon”"),
        (MAP.replace('source = "old"', 'source = "../../etc"'), "made of letters, digits"),
        (MAP.replace('source = "old"', 'source = ["old"]'), "“source” cannot be read"),
        (MAP.replace('column = "no"', 'column = ""'), "does not say “number”"),
    ],
)
def test_what_it_says_of_a_field_is_checked_before_a_row_is_read(text: str, words: str) -> None:
    with pytest.raises(WrongInput) as refused:
        mapping.parse(text)
    assert words in str(refused.value)


def read_by(field: str, said: str, **cells: str) -> str:
    return mapping.parse(MAP + f"[{field}]\n{said}")[field].read(cells)


class TestWhatAFieldReads:
    def test_is_the_first_filled_column(self) -> None:
        assert read_by("technician", 'column = ["a", "b"]', a=" ", b="李") == "李"

    def test_gets_its_prefix_where_it_is_a_bare_number(self) -> None:
        assert read_by("technician", 'column = "a"\nprefix = "工程师 "', a="89") == "工程师 89"
        assert read_by("technician", 'column = "a"\nprefix = "工程师 "', a="李师傅") == "李师傅"

    def test_is_translated_from_what_stands_in_the_file(self) -> None:
        assert (
            read_by("technician", 'column = "a"\nprefix = "工程师 "\nvalues = {89 = "李师傅"}', a="89")
            == "李师傅"
        )

    def test_is_all_columns_where_they_are_joined(self) -> None:
        text = MAP.replace('["what", "trade"]', '["what", "trade"]\nprefix = ["类别 ", ""]\njoin = "，"')
        column = mapping.parse(text)["description"]
        assert column.read({"what": "12", "trade": "灯"}) == "类别 12，灯"
        assert column.read({"what": "", "trade": "7"}) == "7"
        assert column.read({}) == ""


def test_an_outcome_nobody_recognised_is_not_stated() -> None:
    assert mapping.parse(MAP)["outcome"].default == "not_stated"
