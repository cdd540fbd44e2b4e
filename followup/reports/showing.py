"""Which document a follow-up is shown as: on the page, in print and in every export."""

from __future__ import annotations

from collections.abc import Sequence

from followup.building import document_of_sheet
from followup.document import FollowUpDocument
from followup.document_reader import read_value
from followup.freezing import document_of, reads_rows
from followup.models import FollowUp, FollowUpVersion
from followup.reading import read_sheet, read_sheets
from vp.org.access import Actor


def shown_document(follow_up: FollowUp, *, reader: Actor) -> FollowUpDocument:
    """What is being written, for whoever reads that; for everybody else the newest frozen version.

    The follow-up comes with its `round.period` and `unit`, and is one that the reader sees: without a
    version it is shown to nobody else, and `FollowUpVersion.DoesNotExist` is raised.
    """
    if reads_rows(reader, follow_up):
        return document_of_sheet(read_sheet(follow_up, reader=reader))
    frozen = document_of(follow_up)
    if frozen is None:
        raise FollowUpVersion.DoesNotExist(f"{follow_up} has never been closed")
    return frozen


def shown_documents(follow_ups: Sequence[FollowUp], *, reader: Actor) -> dict[int, FollowUpDocument]:
    """The same of several follow-ups of one round, by id, in as many queries however many they are.

    One that was never closed and isn't the reader's to see is left out.
    """
    written = [each for each in follow_ups if reads_rows(reader, each)]
    rows = {each.pk for each in written}
    found = frozen_documents([each for each in follow_ups if each.pk not in rows])
    sheets = read_sheets(written, reader=reader)
    found |= {pk: document_of_sheet(sheet) for pk, sheet in sheets.items()}
    return {each.pk: found[each.pk] for each in follow_ups if each.pk in found}


def frozen_documents(follow_ups: Sequence[FollowUp]) -> dict[int, FollowUpDocument]:
    """The newest version of each by the follow-up's id, in one query; of no follow-ups in none."""
    if not follow_ups:
        return {}
    versions = FollowUpVersion.objects.filter(follow_up__in=[each.pk for each in follow_ups])
    newest = versions.order_by("follow_up", "-number").distinct("follow_up")
    return {each.follow_up_id: document_of_version(each) for each in newest}


def document_of_version(version: FollowUpVersion) -> FollowUpDocument:
    """A frozen version, exactly as it was when its round closed."""
    return read_value(version.document)
