"""How our Word files look: Word's own styles, so that whoever edits on keeps the look and can change it."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

FONT = "Calibri"
INK, ACCENT, SOFT = RGBColor(0x1A, 0x23, 0x20), RGBColor(0x14, 0x59, 0x4A), RGBColor(0x4C, 0x58, 0x54)
LANGUAGE = "sv-SE"
TABLE, CELL, LEVEL, LINK = "Plantabell", "Tabelltext", "Målnivå", "Hyperlink"
WITHIN, FACT, BEFORE = "Tillhör", "Uppgift", "Not"
TEXT_WIDTH = Cm(16)
_SIZES = {1: 18, 2: 15, 3: 13, 4: 12, 5: 11, 6: 11}  # points, by heading level

_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}">
  <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:pPr><w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>
  <w:rPr><w:sz w:val="20"/></w:rPr>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="8" w:color="14594A"/><w:bottom w:val="single" w:sz="4" w:color="C4CAC5"/>
    <w:insideH w:val="single" w:sz="4" w:color="C4CAC5"/></w:tblBorders>
    <w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E7F1ED"/></w:tcPr></w:tblStylePr>
</w:style>"""


def prepare(document: Document) -> None:
    """Paper, language and styles of an empty document."""
    _paper(document)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), LANGUAGE)
    styles = document.styles
    _set(styles["Normal"], size=11, after=6)
    for level, size in _SIZES.items():
        style = styles[f"Heading {level}"]
        _set(
            style,
            size=size,
            color=ACCENT if level < 4 else INK,
            bold=True,
            before=18 if level < 3 else 12,
            after=4,
        )
        style.font.italic = False
        style.paragraph_format.keep_with_next = True
    _set(styles["Title"], size=30, color=ACCENT, bold=True, before=12, after=4)
    _without_border(styles["Title"])
    _set(styles["Subtitle"], size=18, color=INK, after=18)
    styles["Subtitle"].font.italic = False
    _set(styles["Caption"], size=10, color=SOFT, bold=True, before=10, after=3)
    styles["Caption"].paragraph_format.keep_with_next = True
    _add_own(styles)
    styles.element.append(parse_xml(_TABLE_STYLE))


def _add_own(styles: Any) -> None:
    """Styles that an empty document lacks."""
    for name, size, color, around in (
        (WITHIN, 11, SOFT, 1),
        (FACT, 11, SOFT, 1),
        (BEFORE, 10, SOFT, 4),
        (CELL, 10, INK, 2),
    ):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles["Normal"]
        _set(made, size=size, color=color, before=around, after=around)
        made.paragraph_format.line_spacing = 1.0
    level_name: Any = styles.add_style(LEVEL, WD_STYLE_TYPE.CHARACTER)
    level_name.font.color.rgb, level_name.font.bold, level_name.font.size = SOFT, False, Pt(11)
    link: Any = styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = ACCENT, True


def styled(paragraph: Any, name: str) -> Any:
    """The paragraph in a style by its name; python-docx itself looks through all styles each time."""
    paragraph._p.style = style_id(name)
    return paragraph


def style_id(name: str) -> str:
    """What a style is called in the file: Word's own and python-docx's are named alike."""
    return name.replace(" ", "")


def footer(document: Document, words: str) -> None:
    """`words`, and which page of how many, at the foot of each page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run(f"{words}  ·  Sid " if words else "Sid ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" (")
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(")")
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), SOFT


def _paper(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)


def _set(
    style: Any,
    *,
    size: float,
    color: RGBColor | None = None,
    bold: bool | None = None,
    before: float = 0,
    after: float = 0,
) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # those of a theme go before those of a name
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    style.font.size = Pt(size)
    if color is not None:
        style.font.color.rgb = color
    if bold is not None:
        style.font.bold = bold
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _without_border(style: Any) -> None:
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        return


def _field(paragraph: Any, code: str) -> None:
    for kind, words in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()._r
        if kind == "text":
            run.text = words
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)
        else:
            code_of = OxmlElement("w:instrText")
            code_of.text = words
            run.append(code_of)
