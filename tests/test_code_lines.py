"""Lines of programs that stand in the text without a fence."""

from __future__ import annotations

import pytest

from lint.views.code_lines import code_strings, is_code_line


@pytest.mark.parametrize(
    "line",
    [
        "Ship ship={1,2};",
        "    ShipService shipService;",
        '    @GetMapping("/ships/{id}")',
        "public class ShipController {",
        "public class Ship",
        "public static void main(String[] args)",
        "class Ship extends Boat {",
        "using System.IO;",
        "import java.util.List;",
        "#include <iostream>",
        "// 船期,港口",
        "});",
        'cout<<"开船"<<endl;',
        "ship.leave(harbour, 6);",
        "Ship ship = new Ship();**_",
        "def leave(self):",
        "const ships = [];",
        '"name": "晨星",',
        "SELECT name FROM ships",
        "船的类型[ ] 船名;",
        "for (int i = 0; i < n; i++) {",
    ],
)
def test_a_line_of_a_program(line: str) -> None:
    assert is_code_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "船长说:今天不开船,明天再看;",
        "第一条,听从船长(captain);",
        "he bought the last boat(s);",
        "Dear friends;",
        "if (as he said) the boat was late,",
        "class struggle: the view of those on board",
        "public libraries, most of them closed (and empty);",
        "select one from the list",
        "SELECT COMMITTEE ON FERRIES",
        "import duties;",
        '@GetMapping("/ships"): 读出船期,并且排好\u3002',
        "public middle class",
        "publicity;",
        "static electricity (a hazard)",
        "function words (such as these)",
        "$a = b$ holds, x = 3",
        '"Wait," he said; "the boat is late."',
        "@harbourmaster (the real one)",
    ],
)
def test_a_line_of_prose(line: str) -> None:
    assert not is_code_line(line)


def test_strings_of_code_in_a_sentence() -> None:
    line = '写上 say("开船了,请上船!") 就行'
    assert line[slice(*code_strings(line))] == '"开船了,请上船!"'
    assert code_strings('船长说:"今天不开船,明天再看!"') == (0, 0)
