"""The page of results is changed section by section."""

from benchmarks.results import merge_sections, title_of, write_whole

PAGE = "# Results\n\nMade once.\n\n## Places: LGL\n\n| a |\n\n## Speed\n\n100 words/s\n"


def test_section_takes_the_place_of_the_one_of_its_title():
    assert merge_sections(PAGE, ["## Places: LGL\n\n| b |"]) == PAGE.replace("| a |", "| b |")


def test_new_section_comes_before_the_speeds():
    page = merge_sections(PAGE, ["## Copies\n\n| c |"])
    assert [title_of(f"## {one}") for one in page.split("\n## ")[1:]] == ["Places: LGL", "Copies", "Speed"]


def test_speeds_come_last_in_a_new_page():
    page = merge_sections("# Results", ["## Speed\n\n1", "## Places\n\n2"])
    assert page == "# Results\n\n## Places\n\n2\n\n## Speed\n\n1\n"


def test_page_is_written_whole(tmp_path):
    path = tmp_path / "RESULTS.md"
    path.write_text("old", encoding="utf-8")
    write_whole(path, PAGE)
    assert path.read_text(encoding="utf-8") == PAGE
    assert list(tmp_path.iterdir()) == [path]
