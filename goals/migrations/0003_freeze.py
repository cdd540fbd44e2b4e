"""A decided plan's rows don't change: by page, by action, by admin, by SQL.

The triggers read the plan's state FOR SHARE, and whoever decides holds the row FOR UPDATE, so a save is
either in the frozen version or refused. Two changes get through: while the plan is unlocked until a
time, and when a frozen row loses its link to a goal above that was removed (its words are in the
version). Versions themselves are only ever added.
"""

from typing import ClassVar

from django.db import migrations

ROWS = ["goals_goal", "goals_text", "goals_goalindicator", "goals_activity"]

FORWARD = """
CREATE FUNCTION goals_plan_is_frozen(wanted bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    plan record;
BEGIN
    SELECT state, unlocked_until INTO plan FROM goals_plan WHERE id = wanted FOR SHARE;
    RETURN plan.state = 'decided' AND (plan.unlocked_until IS NULL OR plan.unlocked_until < now());
END $$;

CREATE FUNCTION goals_refuse_when_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'source_id' - 'keeps_own_words' - 'title' - 'number'
            = to_jsonb(OLD) - 'source_id' - 'keeps_own_words' - 'title' - 'number'
            AND to_jsonb(NEW) -> 'source_id' = 'null'::jsonb AND to_jsonb(OLD) -> 'source_id' <> 'null'::jsonb THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'INSERT' AND goals_plan_is_frozen(OLD.plan_id)
            OR TG_OP <> 'DELETE' AND goals_plan_is_frozen(NEW.plan_id) THEN
        RAISE EXCEPTION 'the plan is decided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION goals_keep_decided_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'decided' AND TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a decided plan is kept'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'decided' AND NEW.state = 'decided'
            AND (NEW.unit_id, NEW.year, NEW.key, NEW.registry_number)
                IS DISTINCT FROM (OLD.unit_id, OLD.year, OLD.key, OLD.registry_number)
            AND (NEW.unlocked_until IS NULL OR NEW.unlocked_until < now()) THEN
        RAISE EXCEPTION 'the plan is decided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER plan_keep_decided BEFORE UPDATE OR DELETE ON goals_plan
    FOR EACH ROW EXECUTE FUNCTION goals_keep_decided_plan();
CREATE TRIGGER planversion_append_only BEFORE UPDATE OR DELETE ON goals_planversion
    FOR EACH ROW EXECUTE FUNCTION history_refuse();

CREATE FUNCTION goals_keep_target() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    plan bigint;
BEGIN
    SELECT id INTO plan FROM goals_plan WHERE unit_id = OLD.unit_id AND year = OLD.year;
    IF plan IS NOT NULL AND goals_plan_is_frozen(plan) THEN
        RAISE EXCEPTION 'a target of a decided plan is changed by a new row'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER target_kept BEFORE UPDATE OR DELETE ON indicators_target
    FOR EACH ROW EXECUTE FUNCTION goals_keep_target();

CREATE FUNCTION goals_target_change_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    plan bigint;
BEGIN
    SELECT id INTO plan FROM goals_plan WHERE unit_id = NEW.unit_id AND year = NEW.year;
    IF plan IS NOT NULL AND (NEW.since IS NULL OR NEW.reason = '') AND goals_plan_is_frozen(plan) THEN
        RAISE EXCEPTION 'a new target of a decided plan needs a date and a reason'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'target_change_is_told';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER target_change_is_told BEFORE INSERT ON indicators_target
    FOR EACH ROW EXECUTE FUNCTION goals_target_change_is_told();
""" + "".join(
    f"CREATE TRIGGER frozen_with_plan BEFORE INSERT OR UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION goals_refuse_when_frozen();\n"
    for table in ROWS
)

BACKWARD = (
    "".join(f"DROP TRIGGER frozen_with_plan ON {table};\n" for table in ROWS)
    + """
DROP TRIGGER target_change_is_told ON indicators_target;
DROP TRIGGER target_kept ON indicators_target;
DROP TRIGGER planversion_append_only ON goals_planversion;
DROP TRIGGER plan_keep_decided ON goals_plan;
DROP FUNCTION goals_target_change_is_told();
DROP FUNCTION goals_keep_target();
DROP FUNCTION goals_keep_decided_plan();
DROP FUNCTION goals_refuse_when_frozen();
DROP FUNCTION goals_plan_is_frozen(bigint);
"""
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("goals", "0002_same_plan"),
        ("history", "0002_append_only"),
        ("indicators", "0001_initial"),
    ]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
