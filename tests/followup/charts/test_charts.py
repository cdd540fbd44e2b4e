"""Charts say in SVG, in words and in their table what the values are, and nothing else."""

from __future__ import annotations

import datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followup.charts.bars import bar_chart
from followup.charts.chart import Bar, Label, Mark, Point, Row, Series
from followup.charts.drawing import shortened, spread, width_of
from followup.charts.lines import line_chart
from indicators.numbers import with_unit
from tests.printing.walker import Walk
from vp.printing import pdf
from vp.printing.standards import Description

SVG = "{http://www.w3.org/2000/svg}"
PRESENTATION = frozenset(
    """anchor class cx cy d fill font-family font-size font-weight height points r role stroke
    stroke-dasharray stroke-linecap stroke-linejoin stroke-width text-anchor viewBox width x x1 x2 y y1
    y2""".split()
)
TERTIALS = [Label(code, year) for year in ("2026", "2027") for code in ("T1", "T2", "VB")]
NOTHING = Point()


def point(value: str | int) -> Point:
    return Point(Decimal(str(value)), with_unit(Decimal(str(value)), "%"))


def parts(svg: str, name: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(SVG + name))  # noqa: S314  our own


def words(svg: str) -> list[str]:
    return [each.text or "" for each in parts(svg, "text")]


def is_clean(svg: str) -> bool:
    """Nothing that a strict policy stops: only attributes that present, and neither styles nor scripts."""
    names = {each.tag.removeprefix(SVG) for each in parts_of_all(svg)}
    attributes = {name for each in parts_of_all(svg) for name in each.attrib}
    known = {"svg", "title", "desc", "g", "text", "line", "polyline", "polygon", "circle", "rect"}
    return names <= known and attributes <= PRESENTATION


def parts_of_all(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter())  # noqa: S314  our own


def test_a_line_isnt_drawn_over_what_wasnt_measured() -> None:
    points = (point(70), NOTHING, point(75), point(76), point(78), Point(None, "Ej mätt: ingen enkät"))
    chart = line_chart("Andel nöjda", labels=TERTIALS, series=[Series("Utfall", points)], unit="%")
    (run,) = parts(chart.svg, "polyline")
    assert len(run.attrib["points"].split()) == 3
    assert len(parts(chart.svg, "circle")) == 4
    assert [row.cells for row in chart.table.rows][1::4] == [("–",), ("Ej mätt: ingen enkät",)]
    assert chart.table.rows[0] == Row("T1 2026", ("70\u00a0%",))
    assert chart.table.head == ("Period", "Utfall")


def test_values_that_accumulate_have_a_line_for_each_year() -> None:
    points = tuple(point(each) for each in (1, 2, 3, 1, 3, 6))
    series = [Series("Utfall", points)]
    assert len(parts(line_chart("Antal", labels=TERTIALS, series=series).svg, "polyline")) == 1
    yearly = line_chart("Antal", labels=TERTIALS, series=series, is_broken=True)
    assert [len(run.attrib["points"].split()) for run in parts(yearly.svg, "polyline")] == [3, 3]


def test_women_and_men_differ_without_colours() -> None:
    names = ("Totalt", "Kvinnor", "Män")
    series = [Series(name, tuple(point(70 + at + n) for n in range(6))) for at, name in enumerate(names)]
    chart = line_chart("Andel nöjda", labels=TERTIALS, series=series, unit="%")
    dashes = [run.attrib.get("stroke-dasharray", "") for run in parts(chart.svg, "polyline")]
    assert len(set(dashes)) == 3
    assert (len(parts(chart.svg, "circle")), len(parts(chart.svg, "polygon"))) == (6, 12)
    beside = [each for each in words(chart.svg) if each.startswith(names)]
    assert beside == ["Totalt 75\u00a0%", "Kvinnor 76\u00a0%", "Män 77\u00a0%"]
    assert chart.table.head == ("Period", *names)


def test_a_target_that_was_changed_is_drawn_as_it_held() -> None:
    marks = [Mark("75 %", Decimal(75))] * 4 + [Mark("minst 80 %", Decimal(80)), Mark("öka")]
    series = [Series("Utfall", tuple(point(70 + n) for n in range(6)))]
    chart = line_chart("Andel nöjda", labels=TERTIALS, series=series, targets=marks, unit="%")
    assert "75 %" in words(chart.svg)
    assert "Årsmål minst 80 %" in words(chart.svg)
    assert [row.cells[1] for row in chart.table.rows][3:] == ["75 %", "minst 80 %", "öka"]
    (told,) = parts(chart.svg, "desc")
    assert (
        told.text
        == chart.told
        == "Utfall: från 70\u00a0% (T1 2026) till 75\u00a0% (VB 2027). Årsmål minst 80 %."
    )
    (title,) = parts(chart.svg, "title")
    assert title.text == "Andel nöjda"


def test_a_span_is_a_band() -> None:
    mark = Mark("80–90", Decimal(80), Decimal(90))
    series = [Series("Utfall", (point(85),))]
    chart = line_chart("Beläggning", labels=TERTIALS[:1], series=series, targets=[mark])
    (band,) = parts(chart.svg, "rect")
    assert float(band.attrib["height"]) > 10


def test_a_forecast_is_a_mark_by_itself() -> None:
    series = [
        Series("Utfall", (point(1), point(2), NOTHING)),
        Series("Prognos helår", (NOTHING, NOTHING, point(4)), is_expected=True),
    ]
    chart = line_chart("Antal", labels=TERTIALS[:3], series=series)
    assert len(parts(chart.svg, "polyline")) == 1
    assert [each.attrib["fill"] for each in parts(chart.svg, "circle")][-1] == "#fff"


def test_words_are_a_table_only() -> None:
    series = [Series("Utfall", (Point(None, "Bättre än förra året"), NOTHING))]
    chart = line_chart("Trivsel", labels=TERTIALS[:2], series=series, targets=[Mark("öka"), None])
    assert (chart.svg, chart.narrow) == ("", "")
    assert [row.cells for row in chart.table.rows] == [("Bättre än förra året", "öka"), ("–", "–")]
    assert bar_chart("Trivsel", bars=[Bar("Enheten", Point(None, "Bra"))]).svg == ""


def test_bars_have_value_target_and_what_is_thought_of_them() -> None:
    goal = Mark("85 %", Decimal(85))
    bars = [
        Bar("Granen", point(92), goal, "Uppfylls helt", "/granen/"),
        Bar("Tallen", Point(None, "Ej mätt"), goal),
    ]
    chart = bar_chart("Andel nöjda", bars=bars, unit="%")
    assert "92\u00a0%, uppfylls helt" in words(chart.svg)
    assert "Ej mätt" in words(chart.svg)
    assert len(parts(chart.svg, "rect")) == 1
    assert chart.table.head == ("Enhet", "Utfall", "Årsmål", "Måluppfyllelse")
    assert chart.table.rows == (
        Row("Granen", ("92\u00a0%", "85 %", "Uppfylls helt"), "/granen/"),
        Row("Tallen", ("Ej mätt", "85 %", "–")),
    )
    assert bar_chart("Antal", bars=[Bar("Granen", point(9))]).table.head == ("Enhet", "Utfall")


def test_negative_bars_go_to_the_left_of_zero() -> None:
    chart = bar_chart("Resultat", bars=[Bar("Granen", point(-3)), Bar("Tallen", point(5))])
    under, over = (float(each.attrib["x"]) for each in parts(chart.svg, "rect"))
    assert under < over


def test_what_people_write_is_escaped() -> None:
    name = 'Enheten <b>&"x"'
    bars = bar_chart(name, bars=[Bar(name, point(1), Mark(name, Decimal(1)), name)], unit=name)
    lines = line_chart(
        name, labels=[Label(name, name)], series=[Series(name, (Point(Decimal(1), name),))], unit=name
    )
    for svg in (bars.svg, bars.narrow, lines.svg, lines.narrow):
        assert "<b>" not in svg
        assert is_clean(svg)


numbers = st.one_of(st.none(), st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=12))
def test_whatever_the_numbers_are_it_stays_within_its_frame(pairs) -> None:
    labels = [Label(f"T{n % 3 + 1}", str(2020 + n // 3)) for n in range(len(pairs))]
    points = tuple(Point(value, str(value)) for value, _target in pairs)
    marks = [Mark(str(target), target) if target is not None else None for _value, target in pairs]
    lines = line_chart("x", labels=labels, series=[Series("Utfall", points)], targets=marks)
    bars = bar_chart("x", bars=[Bar("y", p, mark) for p, mark in zip(points, marks, strict=True)])
    for svg in filter(None, (lines.svg, lines.narrow, bars.svg, bars.narrow)):
        assert is_clean(svg)
        frame = parts(svg, "svg")[0]
        for each in [*parts(svg, "circle"), *parts(svg, "rect")]:
            x = float(each.attrib.get("cx") or each.attrib["x"])
            y = float(each.attrib.get("cy") or each.attrib["y"])
            assert 0 <= x <= float(frame.attrib["width"])
            assert 0 <= y <= float(frame.attrib["height"])


@pytest.mark.parametrize(
    ("wanted", "placed"),
    [([10, 50], [10, 50]), ([50, 48], [62, 48]), ([95, 96], [86, 100]), ([-5, 2], [0, 14]), ([], [])],
)
def test_words_beside_each_other_have_room(wanted, placed) -> None:
    assert spread(wanted, 14, 0, 100) == placed


def test_long_names_are_cut() -> None:
    assert shortened("Förskolan", 200) == "Förskolan"
    cut = shortened("Förskolan Granen och Tallen", 80)
    assert cut.endswith("…")
    assert width_of(cut) <= 80


def test_it_prints_as_a_figure_with_its_words() -> None:
    chart = line_chart("Andel nöjda", labels=TERTIALS[:2], series=[Series("Utfall", (point(1), point(2)))])
    html = (
        '<html lang="sv"><head><title>x</title>'
        '<link rel="stylesheet" href="/static/print/document.css"></head>'
        f'<body><h1>Bild</h1><div data-tag="Figure" alt="{chart.told}">{chart.svg}</div></body></html>'
    )
    made_at = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
    walk = Walk(pdf.render(html, description=Description("x", "y", made_at)))
    assert walk.findings == []
    (figure,) = [node for node in walk.root.walk() if node.role == "Figure"]
    assert str(figure.raw.Alt) == chart.told
