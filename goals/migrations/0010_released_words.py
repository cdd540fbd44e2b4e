"""A frozen row that loses its link to a goal above keeps the words that it had or showed, and no others."""

from typing import ClassVar

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION goals_refuse_when_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'source_id' - 'keeps_own_words' - 'title' - 'number'
            = to_jsonb(OLD) - 'source_id' - 'keeps_own_words' - 'title' - 'number'
            AND to_jsonb(NEW) -> 'source_id' = 'null'::jsonb AND to_jsonb(OLD) -> 'source_id' <> 'null'::jsonb
            {and_words} THEN
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
"""
WORDS = """AND EXISTS (
                SELECT FROM goals_goal AS shown
                WHERE shown.id = CASE WHEN (to_jsonb(OLD) ->> 'keeps_own_words')::boolean
                        THEN OLD.id ELSE (to_jsonb(OLD) ->> 'source_id')::bigint END
                    AND shown.title = to_jsonb(NEW) ->> 'title'
                    AND shown.number = to_jsonb(NEW) ->> 'number')"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("goals", "0009_pictures_stay")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTION.format(and_words=WORDS), FUNCTION.format(and_words=""))
    ]
