"""A finished report doesn't change: by page, by action, by admin, by SQL.

Whoever finishes it holds its row FOR UPDATE, and the triggers of its parts and extracts read it FOR SHARE.
It is finished when its round is closed and a version of it stands there.
"""

from typing import ClassVar

from django.db import migrations

REPORT = """
CREATE FUNCTION followup_keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.finished_at IS NOT NULL AND (TG_OP = 'DELETE' OR NEW.finished_at IS NOT NULL
            OR to_jsonb(NEW) - 'finished_at' - 'finished_by_id' - 'arrangement'
                <> to_jsonb(OLD) - 'finished_at' - 'finished_by_id' - 'arrangement') THEN
        RAISE EXCEPTION 'the report is finished'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_is_finished';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.round_id, NEW.unit_id, NEW.key) IS DISTINCT FROM (OLD.round_id, OLD.unit_id, OLD.key) THEN
        RAISE EXCEPTION 'a report keeps its round and unit'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_stays';
    END IF;
    IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT FROM org_unit unit
            JOIN followup_round round ON round.owner_id = ANY(unit.path)
            WHERE unit.id = NEW.unit_id AND round.id = NEW.round_id) THEN
        RAISE EXCEPTION 'the round is of another part of the organisation'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_in_round';
    END IF;
    IF NEW.finished_at IS NOT NULL AND (TG_OP = 'INSERT'
            OR NOT EXISTS (SELECT FROM followup_round WHERE id = NEW.round_id AND closed_at IS NOT NULL)
            OR NOT EXISTS (SELECT FROM followup_reportversion WHERE report_id = NEW.id)) THEN
        RAISE EXCEPTION 'a report is finished with a version, when its round is closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_finishes_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER report_kept BEFORE INSERT OR UPDATE OR DELETE ON followup_report
    FOR EACH ROW EXECUTE FUNCTION followup_keep_report();

CREATE FUNCTION followup_refuse_in_finished_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reports bigint[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        reports := reports || OLD.report_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        reports := reports || NEW.report_id;
    END IF;
    PERFORM FROM followup_report WHERE id = ANY(reports) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT FROM followup_report WHERE id = ANY(reports) AND finished_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the report is finished'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'report_is_finished';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER with_report BEFORE INSERT OR UPDATE OR DELETE ON followup_reportpart
    FOR EACH ROW EXECUTE FUNCTION followup_refuse_in_finished_report();
CREATE TRIGGER with_report BEFORE INSERT OR UPDATE OR DELETE ON followup_extract
    FOR EACH ROW EXECUTE FUNCTION followup_refuse_in_finished_report();
CREATE TRIGGER with_report BEFORE INSERT ON followup_reportversion
    FOR EACH ROW EXECUTE FUNCTION followup_refuse_in_finished_report();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON followup_reportversion
    FOR EACH ROW EXECUTE FUNCTION history_refuse();

CREATE FUNCTION followup_extract_below() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM followup_report report
            JOIN followup_round round ON round.id = report.round_id
            JOIN followup_followup follow_up ON follow_up.id = NEW.follow_up_id
            JOIN followup_round theirs ON theirs.id = follow_up.round_id
            JOIN org_unit unit ON unit.id = follow_up.unit_id
            WHERE report.id = NEW.report_id AND report.unit_id = ANY(unit.path)
                AND (theirs.year, theirs.code) = (round.year, round.code)) THEN
        RAISE EXCEPTION 'a report quotes units of its own, of the same round'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'extract_from_below';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER from_below BEFORE INSERT OR UPDATE ON followup_extract
    FOR EACH ROW EXECUTE FUNCTION followup_extract_below();
"""
BACKWARD = """
DROP TRIGGER append_only ON followup_reportversion;
DROP FUNCTION followup_extract_below() CASCADE;
DROP FUNCTION followup_refuse_in_finished_report() CASCADE;
DROP FUNCTION followup_keep_report() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("followup", "0004_report")]
    operations: ClassVar = [migrations.RunSQL(REPORT, BACKWARD)]
