"""Versions show their pictures for ever: which pictures a plan shows is frozen with it, and none goes again.

A plan's list of pictures says who may see them. It grows while the plan is written, and while it is revised.
"""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION goals_keep_pictures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND (goals_plan_is_frozen(OLD.plan_id)
            OR EXISTS (SELECT FROM goals_planversion WHERE plan_id = OLD.plan_id))
            OR TG_OP <> 'DELETE' AND goals_plan_is_frozen(NEW.plan_id) THEN
        RAISE EXCEPTION 'the plan is decided, and its pictures are kept'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_is_decided';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pictures_stay BEFORE INSERT OR UPDATE OR DELETE ON goals_plan_images
    FOR EACH ROW EXECUTE FUNCTION goals_keep_pictures();
"""

BACKWARD = """
DROP TRIGGER pictures_stay ON goals_plan_images;
DROP FUNCTION goals_keep_pictures();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("goals", "0008_presence")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
