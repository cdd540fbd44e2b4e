"""Printed parts, kept under the hash of what decides their content until nobody has used them for long."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from vp.printing import press, timing
from vp.printing.models import UNFINISHED, KeptPart, RenderPart

log = logging.getLogger(__name__)

FOLDER = "pdf/delar"


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
    before = timezone.now() - timing.KEPT_FOR
    in_use = RenderPart.objects.filter(kept=OuterRef("pk"), job__state__in=UNFINISHED)
    unused = KeptPart.objects.filter(~Exists(in_use), used_at__lt=before)
    files = []
    for kept in unused.iterator():
        files.append(str(kept.file.name))
        kept.delete()
    _remove(files)
    return len(files) + _remove(_stray())


def _remove(names: Iterable[str]) -> int:
    removed = 0
    for name in names:
        storage().delete(name)
        removed += 1
    return removed


def _stray() -> list[str]:
    """Files that nothing leads to, old enough that nobody is about to."""
    before = timezone.now() - timing.STRAY_AFTER
    try:
        _folders, files = storage().listdir(FOLDER)
    except FileNotFoundError:
        return []
    known = {PurePosixPath(name).name for name in KeptPart.objects.values_list("file", flat=True)}
    names = [f"{FOLDER}/{file}" for file in files if file not in known]
    return [name for name in names if storage().get_modified_time(name) < before]
