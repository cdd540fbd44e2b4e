"""The path of a unit, kept by the database: no writer can forget it, and no unit can stand under itself."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION org_unit_rank(kind text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE kind WHEN 'council' THEN 1 WHEN 'committee' THEN 2 WHEN 'department' THEN 3 ELSE 4 END
$$;

CREATE FUNCTION org_unit_set_path() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above record;
BEGIN
    IF NEW.parent_id IS NULL THEN
        NEW.path := ARRAY[NEW.id];
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN
        PERFORM pg_advisory_xact_lock(hashtext('org_unit_path'));  -- two moves at once could make a ring
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

CREATE FUNCTION org_unit_pass_path_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE org_unit SET path = '{}' WHERE parent_id = NEW.id;  -- each child sets its own from here
    RETURN NULL;
END $$;

CREATE TRIGGER unit_set_path BEFORE INSERT OR UPDATE OF parent_id, path, kind ON org_unit
    FOR EACH ROW EXECUTE FUNCTION org_unit_set_path();
CREATE TRIGGER unit_pass_path_on AFTER UPDATE ON org_unit
    FOR EACH ROW WHEN (OLD.path IS DISTINCT FROM NEW.path) EXECUTE FUNCTION org_unit_pass_path_on();
"""

BACKWARD = """
DROP TRIGGER unit_pass_path_on ON org_unit;
DROP TRIGGER unit_set_path ON org_unit;
DROP FUNCTION org_unit_pass_path_on();
DROP FUNCTION org_unit_set_path();
DROP FUNCTION org_unit_rank(text);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("org", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
