"""Printed parts, kept under the hash of what decides their content until nobody has used them for long."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from vp.printing import press, timing
from vp.printing.models import UNFINISHED, KeptPart, RenderJob, RenderPart

log = logging.getLogger(__name__)

FOLDER = "pdf/delar"
MONTH = "pdf/%Y/%m"
"""Where the finished files of a month lie."""


def hash_of(kind: str, fingerprint: str) -> str:
    """What a part is kept under: the same for what prints the same."""
    words = "\0".join((press.release(), kind, fingerprint))
    return hashlib.sha256(words.encode()).hexdigest()


def storage() -> Storage:
    found: Storage = KeptPart._meta.get_field("file").storage
    return found


def find(hashes: Collection[str]) -> dict[str, KeptPart]:
    """Those of the hashes that are kept; they count as used now."""
    found = KeptPart.objects.filter(content_hash__in=hashes)
    kept = {each.content_hash: each for each in found}
    KeptPart.objects.filter(pk__in=[each.pk for each in kept.values()]).update(used_at=timezone.now())
    return kept


def keep(content_hash: str, content: bytes, pages: int) -> KeptPart:
    """Keep a printed part. Where somebody else was first, theirs is the one."""
    name = storage().save(f"{FOLDER}/{content_hash}.pdf", ContentFile(content))
    try:
        with transaction.atomic():
            return KeptPart.objects.create(content_hash=content_hash, pages=pages, file=name)
    except IntegrityError:
        storage().delete(name)
        return KeptPart.objects.get(content_hash=content_hash)


def is_there(kept: KeptPart | None) -> bool:
    return kept is not None and bool(kept.file.storage.exists(str(kept.file.name)))


def read(kept: KeptPart) -> bytes:
    with kept.file.open("rb") as file:
        content: bytes = file.read()
        return content


def forget() -> int:
    """Forget what no order has used for long, and files that a killed worker left; gives how many."""
    now = timezone.now()
    in_use = RenderPart.objects.filter(kept=OuterRef("pk"), job__state__in=UNFINISHED)
    unused = KeptPart.objects.filter(~Exists(in_use), used_at__lt=now - timing.KEPT_FOR)
    names = [str(kept.file.name) for kept in unused]
    unused.filter(file__in=names).delete()
    names += _stray(FOLDER, KeptPart.objects.filter(file__startswith=FOLDER).values_list("file", flat=True))
    for month in {now.strftime(MONTH), (now - timing.STRAY_AFTER).strftime(MONTH)}:
        names += _stray(
            month, RenderJob.objects.filter(file__startswith=month).values_list("file", flat=True)
        )
    for name in names:
        storage().delete(name)
    return len(names)


def _stray(folder: str, known: Iterable[str]) -> list[str]:
    """A folder's files that nothing leads to, old enough that nobody is about to."""
    before = timezone.now() - timing.STRAY_AFTER
    try:
        _folders, files = storage().listdir(folder)
    except FileNotFoundError:
        return []
    names = {f"{folder}/{file}" for file in files} - set(known)
    return [name for name in sorted(names) if storage().get_modified_time(name) < before]
