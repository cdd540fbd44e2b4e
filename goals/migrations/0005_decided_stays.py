"""A decided plan stays decided until it is unlocked: else its state would be the way around the freeze."""

from typing import ClassVar

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION goals_keep_decided_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'decided' AND TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a decided plan is kept'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'decided' {also}
            AND (NEW.unit_id, NEW.year, NEW.key, NEW.registry_number, NEW.state)
                IS DISTINCT FROM (OLD.unit_id, OLD.year, OLD.key, OLD.registry_number, OLD.state)
            AND (NEW.unlocked_until IS NULL OR NEW.unlocked_until < now()) THEN
        RAISE EXCEPTION 'the plan is decided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("goals", "0004_no_gaps_by_null")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTION.format(also=""), FUNCTION.format(also="AND NEW.state = 'decided'")),
    ]
