"""HTML to PDF, as PDF/A-3a and PDF/UA-1 in one file. The only importer of WeasyPrint.

One run of WeasyPrint lays out and draws; on the way out, vp.printing.structure builds the tags from the
laid-out boxes, vp.printing.streams numbers the drawing to fit, and pikepdf writes tags, metadata and the
associated file (docs/adr/0004-one-pdf-two-standards.md).
"""

from __future__ import annotations

import functools
import io
import logging
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
import weasyprint
from PIL import ImageFile
from weasyprint.document import Document, Page
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from vp.printing import breaks, footers, signs, sources, standards, streams, structure, tagging
from vp.printing.join import numbers
from vp.printing.standards import AssociatedFile, Description

# WeasyPrint has Pillow accept half a picture, everywhere in the process; vp.images is to refuse it.
ImageFile.LOAD_TRUNCATED_IMAGES = False

log = logging.getLogger(__name__)


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Answers WeasyPrint from vp.printing.sources; what is refused is logged and left out of the page."""

    def __init__(self, allowed: sources.Sources) -> None:
        super().__init__(allowed_protocols=())
        self.allowed = allowed

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        try:
            content, media_type = self.allowed.read(url)
        except sources.RefusedError as refused:
            log.warning("Printing fetched nothing: %s", refused)
            raise
        return URLFetcherResponse(url, content, {"Content-Type": media_type})


def render(
    html: str,
    *,
    description: Description,
    source: AssociatedFile | None = None,
    images: Mapping[str, bytes] | None = None,
    on_progress: Callable[[str], None] = lambda stage: None,
    numbered: bool = True,
) -> bytes:
    """Print `html` as one file that is both PDF/A-3a and PDF/UA-1.

    html: a whole document in Swedish; relative addresses are the site's (`/static/…`, `/bilder/<sha256>`).
    source: what the document was made from, carried inside as its one associated file.
    images: the bytes of the pictures that the document may show, by SHA-256.
    on_progress: told in Swedish what is being done, before each of the three stages.
    numbered: whether page numbers are printed; without, the file is a part for vp.printing.join.

    The same arguments give the same bytes.
    """
    on_progress("Sätter sidorna")
    document = lay_out(html, images or {})
    return finish(document, description, source, on_progress, numbered=numbered)


def finish(
    document: Document,
    description: Description,
    source: AssociatedFile | None,
    on_progress: Callable[[str], None] = lambda stage: None,
    *,
    numbered: bool,
) -> bytes:
    """Draw and tag what is laid out; the arguments as for `render`."""
    on_progress(f"Ritar {len(document.pages)} sidor")
    spots = [] if numbered else [footers.lift(page._page_box, page.height) for page in document.pages]
    drawn, tree = _draw(document)
    on_progress("Märker upp filen")
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        for page, spot in zip(pdf.pages, spots, strict=False):
            numbers.mark(page.obj, spot)
        return _write(pdf, tree, description, source)


def lay_out(html: str, images: Mapping[str, bytes]) -> Document:
    """The document as laid-out pages."""
    fetcher = Fetcher(sources.Sources(images))
    page = weasyprint.HTML(string=html, base_url=sources.BASE, url_fetcher=fetcher)
    breaks.keep_words_whole(page.etree_element)
    unusual = signs.beyond_latin(page.etree_element)
    signs.replace_missing(page.etree_element, unusual)
    return page.render(
        font_config=_fonts(),
        stylesheets=[_sheet("fonts-more.css")] if unusual else None,
        presentational_hints=True,
    )


@functools.cache
def _fonts() -> FontConfiguration:
    """Fonts stay loaded for the life of the process: unpacking them costs more than a short plan's layout."""
    return FontConfiguration()


@functools.cache
def _sheet(name: str) -> weasyprint.CSS:
    return weasyprint.CSS(
        url=f"{sources.BASE}static/print/{name}",
        url_fetcher=Fetcher(sources.Sources()),
        font_config=_fonts(),
    )


class _Canvas:
    """A laid-out page that, when WeasyPrint draws it, keeps hold of what was drawn."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.stream: Any = None
        self.marks: dict[Any, int] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def paint(self, stream: Any, scale: float = 1) -> None:
        self._page.paint(stream, scale)
        self.stream = stream
        self.marks = {box: mark["mcid"] for box, mark in stream._tags.items()}

    def marked(self) -> structure.PageMarks:
        return structure.PageMarks(self._page._page_box, self._page.height, self.marks)


def _draw(document: Document) -> tuple[bytes, structure.Structure]:
    """The drawn file, its marks renumbered, and the structure that they belong to."""
    canvases = [_Canvas(page) for page in document.pages]
    found: list[structure.Structure] = []

    def number(_: Document, __: Any) -> None:
        tree = structure.build([canvas.marked() for canvas in canvases])
        for canvas, marks, artifacts in zip(canvases, tree.marks, tree.artifacts, strict=True):
            streams.renumber(canvas.stream.stream, marks, artifacts)
        found.append(tree)

    drawn = document.copy(canvases).write_pdf(
        finisher=number,
        pdf_variant="pdf/a-3a",
        pdf_identifier=b"vp",
        uncompressed_pdf=True,  # pikepdf compresses when it writes
    )
    return drawn, found[0]


def _write(
    pdf: pikepdf.Pdf, tree: structure.Structure, description: Description, source: AssociatedFile | None
) -> bytes:
    output = io.BytesIO()
    _drop_empty_resources(pdf)
    tagging.tag(pdf, tree)
    standards.declare(pdf, description)
    if source is not None:
        standards.attach(pdf, source, description.made_at)
    standards.save(pdf, output)
    return output.getvalue()


def _drop_empty_resources(pdf: pikepdf.Pdf) -> None:
    """WeasyPrint lists kinds of resources that a document may not have; what isn't there needs no check."""
    for page in pdf.pages:
        for kind in [name for name, held in page.Resources.items() if isinstance(held, pikepdf.Dictionary)]:
            if not page.Resources[kind].keys():
                del page.Resources[kind]
