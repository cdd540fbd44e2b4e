"""A compiled report on its way out: its pieces and the units' reports, printed one by one and joined.

Every piece knows whose sight of the report it is, so a worker never shows more than the one who ordered it
may see; and what decides it, so that a piece that says the same as before isn't printed again.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone

from followup.document import FollowUpDocument
from followup.models import FollowUp, Round
from followup.reports import printed
from followup.reports.body import PRINT
from followup.reports.compiled_body import CompiledBody, Piece, compiled_body
from followup.reports.compiled_document import FORMAT, CompiledDocument
from followup.reports.compiled_pieces import PrintPiece, print_pieces
from followup.reports.compiled_reading import ShownReport, read_report
from followup.reports.showing import document_of_version, shown_document, shown_documents
from goals.pages.words import words_of
from vp.org.access import OPERATOR, Actor
from vp.org.models import Unit, User
from vp.printing.builders import (
    Builder,
    Compilation,
    Compiler,
    Contents,
    GoneError,
    Part,
    Printable,
    PrintedPart,
    Subject,
    register,
    register_compiler,
)
from vp.printing.standards import AssociatedFile, Description
from vp.richtext import plain

REPORT, ZIP = "compiled", "round_zip"
PIECE, APPENDIX = "compiled_piece", "compiled_unit"
SOURCE_NAME = "sammanstallning.json"
MOST_SIGNS, MOST_LINES = 900, 9
"""A proposal of so much has room on the cover, with the signature at its foot."""


def subject_of(shown: ShownReport, reader: Actor) -> dict[str, str]:
    """Which report, and whose sight of it."""
    return {
        "round": str(shown.round.key),
        "unit": str(shown.unit.key),
        "reader": str(reader.key) if isinstance(reader, User) else "",
    }


def file_name_of(unit: Unit, round_: Round, extension: str) -> str:
    """What the file is called where it is saved: `T1 2027 Socialnämnden.pdf`."""
    return f"{safe_name(f'{round_.code} {round_.year} {unit.name}')}.{extension}"


def safe_name(name: str) -> str:
    return "".join(" " if sign in '/\\:*?"<>|' or ord(sign) < 32 else sign for sign in name[:180])


def offer() -> None:
    """Let compiled reports be printed; called once, when the app starts."""
    register_compiler(REPORT, Compiler(_report, _allowed))
    register_compiler(ZIP, Compiler(_zip, _allowed))
    register(PIECE, Builder(_piece, _allowed))
    register(APPENDIX, Builder(_appendix, _allowed_unit))


def _report(subject: Subject) -> Compilation:
    shown = _shown(subject)
    body = _body(shown)
    pieces = print_pieces(body)
    parts = [
        Part(PIECE, {**subject, "piece": at}, each.piece.title, _fingerprint(each.piece, shown))
        for at, each in enumerate(pieces)
    ]
    if body.has_appendices:
        parts += _units(subject, shown, APPENDIX)
    document = shown.document
    return Compilation(
        parts=parts,
        joined="pdf",
        noun="del",
        description=Description(body.title, document.unit, made_at(document)),
        source=_source(document),
        front=lambda contents: front(body, pieces, contents),
    )


def _zip(subject: Subject) -> Compilation:
    """Each unit's own report, as it is printed by itself."""
    shown = _shown(subject)
    parts = list(_units(subject, shown, printed.KIND))
    if not parts:
        raise GoneError("Det finns inga rapporter från enheter att lägga i filen ännu.")
    return Compilation(
        parts=parts,
        joined="zip",
        noun="enhet",
        description=Description(
            f"{shown.document.cover.title}, enheterna", shown.unit.name, made_at(shown.document)
        ),
    )


def _units(subject: Subject, shown: ShownReport, kind: str) -> Iterator[Part]:
    """A part for each unit: of its frozen version, or else as the reader sees it being written."""
    versions = {each.key: each for each in shown.document.units if each.version}
    rows = {
        row.key: row
        for row in FollowUp.objects.filter(
            key__in=[each.key for each in shown.document.units]
        ).select_related("unit", "round__period")
    }
    drafts = _drafts([row for key, row in rows.items() if key not in versions], _reader(subject))
    labels = json.dumps(dict(_labels(shown.round.year)))
    for each in shown.document.units:
        row = rows.get(each.key) if each.key else None
        if row is None:
            continue
        about: dict[str, object] = {"follow_up": str(row.key)}
        if each.version:
            about["version"] = str(each.version)
            print_ = each.sha256
        elif row.pk in drafts:
            about["draft"] = _draft_of(subject, kind)
            print_ = _sha(drafts[row.pk].to_json())
        else:
            continue
        name = safe_name(f"{each.name} {shown.round.code} {shown.round.year}")
        yield Part(kind, about, each.name, _sha(f"{print_} {labels}"), f"{name}.pdf")


def _drafts(follow_ups: Sequence[FollowUp], reader: Actor) -> dict[int, FollowUpDocument]:
    """By id, what is being written, as the reader sees it; read round by round."""
    by_round: dict[int, list[FollowUp]] = defaultdict(list)
    for row in follow_ups:
        by_round[row.round_id].append(row)
    return {
        pk: each for rows in by_round.values() for pk, each in shown_documents(rows, reader=reader).items()
    }


def _piece(subject: Subject) -> Printable:
    shown = _shown(subject)
    body = _body(shown)
    pieces = print_pieces(body)
    at = int(subject["piece"])
    if at >= len(pieces):
        raise GoneError("Rapporten har ändrats sedan den beställdes. Beställ den igen.")
    piece = pieces[at].piece
    html = render_to_string("followup/compiled/print_piece.html", {"body": body, "piece": piece})
    images = {each.sha256: each.content for each in piece.pictures}
    return Printable(
        html, _description(body, piece.title), images=images, fingerprint=_fingerprint(piece, shown)
    )


def _appendix(subject: Subject) -> Printable:
    """A unit's report as a chapter of the whole."""
    row = FollowUp.objects.select_related("round__period", "unit").filter(key=subject["follow_up"]).first()
    if row is None:
        raise GoneError("Uppföljningen finns inte längre.")
    if "version" in subject:
        document = document_of_version(row.versions.get(number=int(subject["version"])))
    else:
        document = shown_document(row, reader=_person(subject["draft"]))
    html = printed.follow_up_html(document, _labels(document.year), is_part=True)
    return Printable(html, Description(document.unit, document.unit, _noon(document.closed_on)))


def front(body: CompiledBody, pieces: Sequence[PrintPiece], contents: Contents) -> Printable:
    """The cover, as of a Tjänsteutlåtande, and the contents with page numbers."""
    document = body.document
    own = [each for each in contents.parts if each.part.kind == PIECE]
    units = [each for each in contents.parts if each.part.kind == APPENDIX]
    html = render_to_string(
        "followup/compiled/front.html",
        {
            "body": body,
            "cover": document.cover,
            "proposal": PRINT.prose(document.cover.proposal, 2),
            "is_short": _is_short(document.cover.proposal),
            "entries": list(_entries(own, pieces)),
            "appendices": units,
            "broken": contents.broken,
            "pages": contents.pages,
        },
    )
    return Printable(html, _description(body, body.title))


def _is_short(proposal: str) -> bool:
    lines = proposal.count("<p>") + proposal.count("<li>")
    return len(plain(proposal)) <= MOST_SIGNS and lines <= MOST_LINES and "<table" not in proposal


@dataclass(frozen=True)
class Entry:
    """A line of the contents."""

    depth: int
    title: str
    page: int
    address: str


def _entries(parts: Sequence[PrintedPart], pieces: Sequence[PrintPiece]) -> Iterator[Entry]:
    """Each piece, and what stands under it one level down."""
    for part in parts:
        at = int(part.part.subject["piece"])
        depth = pieces[at].depth if at < len(pieces) else 1
        yield Entry(depth, part.part.title, part.page, part.address)
        for place in part.places:
            if place.depth <= 2 and place.title != part.part.title:
                yield Entry(2, place.title, place.page, place.address)


def _shown(subject: Subject) -> ShownReport:
    round_ = Round.objects.select_related("period").filter(key=subject["round"]).first()
    unit = Unit.objects.filter(key=subject["unit"]).first()
    shown = read_report(unit, round_, _reader(subject)) if unit and round_ else None
    if shown is None:
        raise GoneError("Rapporten finns inte längre, eller är inte längre din att läsa.")
    return shown


def _reader(subject: Subject) -> Actor:
    return _person(str(subject["reader"]))


def _person(key: str) -> Actor:
    """Whose sight of the report it is; nobody's key means whoever runs commands on the server."""
    if not key:
        return OPERATOR
    person: User | None = User.objects.filter(key=key, is_active=True).first()
    if person is None:
        raise GoneError("Den som beställde utskriften finns inte längre.")
    return person


def _draft_of(subject: Subject, kind: str) -> str:
    """Whose sight of a unit it is, as the builder of the kind names people."""
    reader = _reader(subject)
    if kind == printed.KIND:
        return str(reader.pk) if isinstance(reader, User) else ""
    return str(subject["reader"])


def _allowed(by: Actor, subject: Subject) -> bool:
    """The one whose sight of it it is, as long as there is something for her to see."""
    if str(subject["reader"]) != (str(by.key) if isinstance(by, User) else ""):
        return False
    try:
        _shown(subject)
    except GoneError:
        return False
    return True


def _allowed_unit(by: Actor, subject: Subject) -> bool:
    return FollowUp.objects.visible_to(by).filter(key=subject["follow_up"]).exists()


def _body(shown: ShownReport) -> CompiledBody:
    return compiled_body(shown.document, _labels(shown.round.year), PRINT)


def _labels(year: int) -> Mapping[str, str]:
    return words_of(year, asks=False).labels


def _fingerprint(piece: Piece, shown: ShownReport) -> str:
    """Of what the piece says, with what stands at the head of its pages."""
    cover = shown.document.cover
    return _sha(f"{piece.fingerprint} {cover.title} {cover.registry_number} {shown.document.finished_on}")


def _sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _source(document: CompiledDocument) -> AssociatedFile:
    return AssociatedFile(
        SOURCE_NAME, "application/json", document.to_json().encode(), f"Rapporten som data, {FORMAT}"
    )


def _description(body: CompiledBody, title: str) -> Description:
    return Description(title, body.document.unit, made_at(body.document))


def made_at(document: CompiledDocument) -> datetime.datetime:
    """A finished report is dated by that day, so that its file is always the same; a draft by now."""
    return _noon(document.finished_on)


def _noon(day: datetime.date | None) -> datetime.datetime:
    if day is None:
        return timezone.now()
    return datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC)
