"""Two holes closed in how paths are kept: a new unit under a moving one, and a kind below the children's.

A new unit locks its parent's row FOR SHARE, so it waits for a move and reads the path after it. A unit's
kind is also compared with those of its children.
"""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION org_unit_set_path() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above record;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.kind <> OLD.kind AND EXISTS (
            SELECT FROM org_unit
            WHERE parent_id = NEW.id AND org_unit_rank(kind) < org_unit_rank(NEW.kind)) THEN
        RAISE EXCEPTION 'a % can not stand over what it has below it', NEW.kind
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_kind_below_parent';
    END IF;
    IF NEW.parent_id IS NULL THEN
        NEW.path := ARRAY[NEW.id];
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN
        PERFORM pg_advisory_xact_lock(hashtext('org_unit_path'));  -- two moves at once could make a ring
    END IF;
    SELECT path, kind INTO above FROM org_unit WHERE id = NEW.parent_id FOR SHARE;
    IF NEW.id = ANY (above.path) THEN
        RAISE EXCEPTION 'a unit can not stand under itself'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_not_under_itself';
    END IF;
    IF org_unit_rank(above.kind) > org_unit_rank(NEW.kind) THEN
        RAISE EXCEPTION 'a % can not stand under a %', NEW.kind, above.kind
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_kind_below_parent';
    END IF;
    NEW.path := above.path || NEW.id;
    RETURN NEW;
END $$;
"""

BACKWARD = """
CREATE OR REPLACE FUNCTION org_unit_set_path() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above record;
BEGIN
    IF NEW.parent_id IS NULL THEN
        NEW.path := ARRAY[NEW.id];
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN
        PERFORM pg_advisory_xact_lock(hashtext('org_unit_path'));
    END IF;
    SELECT path, kind INTO above FROM org_unit WHERE id = NEW.parent_id;
    IF NEW.id = ANY (above.path) THEN
        RAISE EXCEPTION 'a unit can not stand under itself'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_not_under_itself';
    END IF;
    IF org_unit_rank(above.kind) > org_unit_rank(NEW.kind) THEN
        RAISE EXCEPTION 'a % can not stand under a %', NEW.kind, above.kind
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_kind_below_parent';
    END IF;
    NEW.path := above.path || NEW.id;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("org", "0002_unit_path")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
