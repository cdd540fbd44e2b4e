"""A closed round doesn't change: by page, by action, by admin, by SQL.

The triggers read the round FOR SHARE, and whoever closes it holds it FOR UPDATE, so a save is either in
the frozen follow-up or refused. A unit that is reopened until a time lets changes through till then. The
round is always taken before the follow-up, so that nobody waits in a ring.

A value belongs to the unit's first round whose months hold its period: a value of the first quarter to T1,
not to T2 or the year. It is frozen with that round (FollowUpQuerySet.keeping has the same rule).
"""

from typing import ClassVar

from django.db import migrations

ROWS = [
    "followup_goalassessment",
    "followup_activitystatus",
    "followup_economyrow",
    "followup_followuptext",
]
OF_ROUND = ["followup_roundheading", "followup_roundindicator"]
APPEND_ONLY = ["followup_followupversion", "followup_reminder"]

WHAT_IS_FROZEN = """
CREATE FUNCTION followup_is_frozen(wanted bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    round_closed timestamptz;
    open_until timestamptz;
BEGIN
    SELECT closed_at INTO round_closed FROM followup_round
        WHERE id = (SELECT round_id FROM followup_followup WHERE id = wanted) FOR SHARE;
    IF round_closed IS NULL THEN
        RETURN false;
    END IF;
    SELECT reopened_until INTO open_until FROM followup_followup WHERE id = wanted FOR SHARE;
    RETURN open_until IS NULL OR open_until < now();
END $$;

CREATE FUNCTION followup_value_is_frozen(wanted_unit bigint, wanted_period bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    kept bigint;
BEGIN
    SELECT follow_up.id INTO kept
        FROM followup_followup follow_up
        JOIN followup_round round ON round.id = follow_up.round_id
        JOIN indicators_period months ON months.id = round.period_id
        JOIN indicators_period wanted ON wanted.id = wanted_period
        WHERE follow_up.unit_id = wanted_unit
            AND months.starts_on <= wanted.starts_on AND months.ends_on >= wanted.ends_on
        ORDER BY months.ends_on, months.starts_on DESC, round.id LIMIT 1;
    RETURN kept IS NOT NULL AND followup_is_frozen(kept);
END $$;
"""

CONTENTS = """
CREATE FUNCTION followup_refuse_when_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND followup_is_frozen(OLD.follow_up_id)
            OR TG_OP <> 'DELETE' AND followup_is_frozen(NEW.follow_up_id) THEN
        RAISE EXCEPTION 'the round is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_closed';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION followup_refuse_in_closed_round() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rounds bigint[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        rounds := rounds || OLD.round_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        rounds := rounds || NEW.round_id;
    END IF;
    PERFORM FROM followup_round WHERE id = ANY(rounds) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT FROM followup_round WHERE id = ANY(rounds) AND closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the round is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_closed';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION followup_keep_value() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND followup_value_is_frozen(OLD.unit_id, OLD.period_id)
            OR TG_OP <> 'DELETE' AND followup_value_is_frozen(NEW.unit_id, NEW.period_id) THEN
        RAISE EXCEPTION 'the round is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_closed';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen_with_round BEFORE INSERT OR UPDATE OR DELETE ON indicators_measurement
    FOR EACH ROW EXECUTE FUNCTION followup_keep_value();

CREATE FUNCTION followup_keep_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP = 'DELETE' OR (NEW.code, NEW.year, NEW.starts_on, NEW.ends_on)
                IS DISTINCT FROM (OLD.code, OLD.year, OLD.starts_on, OLD.ends_on))
            AND EXISTS (SELECT FROM followup_round round JOIN indicators_period months ON months.id = round.period_id
                WHERE round.closed_at IS NOT NULL
                    AND months.starts_on <= OLD.starts_on AND months.ends_on >= OLD.ends_on) THEN
        RAISE EXCEPTION 'a closed round covers the period'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_closed';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen_with_round BEFORE UPDATE OR DELETE ON indicators_period
    FOR EACH ROW EXECUTE FUNCTION followup_keep_period();
"""

ROUNDS = """
CREATE FUNCTION followup_keep_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.closed_at IS NOT NULL AND (TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD) THEN
        RAISE EXCEPTION 'the round is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_closed';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF NOT EXISTS (SELECT FROM indicators_period WHERE id = NEW.period_id AND year = NEW.year) THEN
        RAISE EXCEPTION 'a round covers months of its year'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'round_period_in_year';
    END IF;
    IF TG_OP = 'INSERT' THEN
        RETURN NEW;
    END IF;
    IF (NEW.owner_id, NEW.year, NEW.code, NEW.period_id, NEW.key)
            IS DISTINCT FROM (OLD.owner_id, OLD.year, OLD.code, OLD.period_id, OLD.key) THEN
        RAISE EXCEPTION 'a round keeps its owner, year, code and months'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'round_stays';
    END IF;
    IF NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL AND EXISTS (
            SELECT FROM followup_followup follow_up WHERE follow_up.round_id = NEW.id
                AND NOT EXISTS (SELECT FROM followup_followupversion WHERE follow_up_id = follow_up.id)) THEN
        RAISE EXCEPTION 'a round is closed when each of its follow-ups is frozen'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'round_closes_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER round_kept BEFORE INSERT OR UPDATE OR DELETE ON followup_round
    FOR EACH ROW EXECUTE FUNCTION followup_keep_round();
"""

FOLLOW_UPS = """
CREATE FUNCTION followup_keep_follow_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    round record;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.round_id, NEW.unit_id, NEW.key) IS DISTINCT FROM (OLD.round_id, OLD.unit_id, OLD.key) THEN
        RAISE EXCEPTION 'a follow-up keeps its round and unit'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'followup_stays';
    END IF;
    SELECT id, year, code, closed_at INTO round FROM followup_round
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.round_id ELSE NEW.round_id END FOR SHARE;
    IF round.closed_at IS NOT NULL AND (TG_OP <> 'UPDATE'
            OR to_jsonb(NEW) - 'reopened_until' - 'reopen_reason' - 'version'
                <> to_jsonb(OLD) - 'reopened_until' - 'reopen_reason' - 'version') THEN
        RAISE EXCEPTION 'the round is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_closed';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM org_unit WHERE id = NEW.unit_id FOR NO KEY UPDATE;  -- one at a time for the unit
        IF EXISTS (SELECT FROM followup_followup other JOIN followup_round theirs ON theirs.id = other.round_id
                WHERE other.unit_id = NEW.unit_id AND theirs.id <> round.id
                    AND theirs.year = round.year AND theirs.code = round.code) THEN
            RAISE EXCEPTION 'the unit reports the same in another round'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'followup_in_one_round';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER follow_up_kept BEFORE INSERT OR UPDATE OR DELETE ON followup_followup
    FOR EACH ROW EXECUTE FUNCTION followup_keep_follow_up();

CREATE FUNCTION followup_keep_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM followup_followup follow_up JOIN followup_round round ON round.id = follow_up.round_id
            WHERE follow_up.id = NEW.follow_up_id AND round.closed_at IS NOT NULL
                AND follow_up.reopened_until IS NULL) THEN
        RAISE EXCEPTION 'the round is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER version_in_time BEFORE INSERT ON followup_followupversion
    FOR EACH ROW EXECUTE FUNCTION followup_keep_versions();

CREATE FUNCTION followup_text_in_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM followup_followup follow_up
            JOIN followup_roundheading heading ON heading.round_id = follow_up.round_id
            WHERE follow_up.id = NEW.follow_up_id AND heading.id = NEW.heading_id) THEN
        RAISE EXCEPTION 'the heading belongs to another round'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'followuptext_in_round';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER text_in_round BEFORE INSERT OR UPDATE ON followup_followuptext
    FOR EACH ROW EXECUTE FUNCTION followup_text_in_round();
"""


def triggers(name: str, events: str, function: str, tables: list[str]) -> str:
    return "".join(
        f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}();\n"
        for table in tables
    )


FORWARD = (
    WHAT_IS_FROZEN
    + CONTENTS
    + ROUNDS
    + FOLLOW_UPS
    + triggers("frozen_with_round", "INSERT OR UPDATE OR DELETE", "followup_refuse_when_frozen", ROWS)
    + triggers("frozen_with_round", "INSERT OR UPDATE OR DELETE", "followup_refuse_in_closed_round", OF_ROUND)
    + triggers("append_only", "UPDATE OR DELETE", "history_refuse", APPEND_ONLY)
)

FUNCTIONS = [
    "followup_text_in_round()",
    "followup_keep_versions()",
    "followup_keep_follow_up()",
    "followup_keep_round()",
    "followup_keep_period()",
    "followup_keep_value()",
    "followup_refuse_in_closed_round()",
    "followup_refuse_when_frozen()",
    "followup_value_is_frozen(bigint, bigint)",
    "followup_is_frozen(bigint)",
]
BACKWARD = "".join(f"DROP TRIGGER append_only ON {table};\n" for table in APPEND_ONLY) + "".join(
    f"DROP FUNCTION {function} CASCADE;\n" for function in FUNCTIONS
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("followup", "0001_initial"),
        ("history", "0002_append_only"),
        ("indicators", "0004_measurement"),
    ]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
