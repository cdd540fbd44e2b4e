"""A decided plan is opened to be revised by saying why, and only a new version closes it again.

Meanwhile its rows are a draft and its newest version is in force. The targets that held when the
revision began stay as they are: they are shown on the version, and change by a decision of their own.
"""

from typing import ClassVar

from django.db import migrations, models

PLAN = """
CREATE OR REPLACE FUNCTION goals_keep_decided_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    in_force boolean := OLD.state = 'decided' OR OLD.revised_at IS NOT NULL;
BEGIN
    IF in_force AND TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a decided plan is kept'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF in_force AND (NEW.unit_id, NEW.year, NEW.key) IS DISTINCT FROM (OLD.unit_id, OLD.year, OLD.key) THEN
        RAISE EXCEPTION 'the plan is decided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    IF OLD.state = 'decided' AND NEW.state = 'decided' AND NEW.registry_number <> OLD.registry_number
            AND (NEW.unlocked_until IS NULL OR NEW.unlocked_until < now()) THEN
        RAISE EXCEPTION 'the plan is decided'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    IF OLD.state = 'decided' AND NEW.state <> 'decided' AND (NEW.state <> 'draft' OR NEW.revised_at IS NULL) THEN
        RAISE EXCEPTION 'a decided plan is opened by a revision with its reason'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    IF OLD.revised_at IS NOT NULL AND NEW.revised_at IS DISTINCT FROM OLD.revised_at AND NOT (
            NEW.state = 'decided' AND EXISTS (
                SELECT FROM goals_planversion WHERE plan_id = OLD.id AND frozen_at >= OLD.revised_at)) THEN
        RAISE EXCEPTION 'a revision ends with a new version'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    RETURN NEW;
END $$;
"""

TARGETS = """
CREATE OR REPLACE FUNCTION goals_keep_target() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    plan record;
BEGIN
    SELECT id, revised_at INTO plan FROM goals_plan
        WHERE unit_id = OLD.unit_id AND year = OLD.year FOR SHARE;
    IF plan.id IS NOT NULL AND (goals_plan_is_frozen(plan.id) OR OLD.made_at < plan.revised_at) THEN
        RAISE EXCEPTION 'a target of a decided plan is changed by a new row'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION goals_target_change_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    plan record;
BEGIN
    IF NEW.since IS NOT NULL AND NEW.reason <> '' THEN
        RETURN NEW;
    END IF;
    SELECT id, revised_at INTO plan FROM goals_plan
        WHERE unit_id = NEW.unit_id AND year = NEW.year FOR SHARE;
    IF plan.id IS NOT NULL AND (goals_plan_is_frozen(plan.id) OR plan.revised_at IS NOT NULL AND EXISTS (
            SELECT FROM indicators_target WHERE unit_id = NEW.unit_id AND year = NEW.year
                AND indicator_id = NEW.indicator_id)) THEN
        RAISE EXCEPTION 'a new target of a decided plan needs a date and a reason'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'target_change_is_told';
    END IF;
    RETURN NEW;
END $$;
"""

PLAN_BEFORE = """
CREATE OR REPLACE FUNCTION goals_keep_decided_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'decided' AND TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a decided plan is kept'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'decided'
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

TARGETS_BEFORE = """
CREATE OR REPLACE FUNCTION goals_keep_target() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION goals_target_change_is_told() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("goals", "0005_decided_stays")]
    operations: ClassVar = [
        migrations.AddField("plan", "revision_reason", models.TextField("skäl till revidering", blank=True)),
        migrations.AddField(
            "plan", "revised_at", models.DateTimeField("revideras sedan", null=True, blank=True)
        ),
        migrations.AddConstraint(
            "plan",
            models.CheckConstraint(
                name="plan_revised_with_reason",
                condition=models.Q(("revised_at", None), ("revision_reason", ""))
                | models.Q(("revised_at__isnull", False), models.Q(("revision_reason", ""), _negated=True)),
            ),
        ),
        migrations.AddConstraint(
            "plan",
            models.CheckConstraint(
                name="plan_decided_or_revised",
                condition=models.Q(("state", "decided"), _negated=True) | models.Q(("revised_at", None)),
            ),
        ),
        migrations.RunSQL(PLAN, PLAN_BEFORE),
        migrations.RunSQL(TARGETS, TARGETS_BEFORE),
    ]
