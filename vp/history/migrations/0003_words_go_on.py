"""What somebody writes is one change until she pauses: its `after` and `until` may move on, for so long."""

from typing import ClassVar

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION history_words_go_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.action = 'changed' AND OLD.until >= clock_timestamp() - interval '11 minutes'
            AND NEW.until >= OLD.until AND NEW.until <= clock_timestamp() + interval '1 minute'
            AND to_jsonb(NEW) - 'after' - 'until' = to_jsonb(OLD) - 'after' - 'until' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;

DROP TRIGGER change_append_only ON history_change;
CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE ON history_change
    FOR EACH ROW EXECUTE FUNCTION history_words_go_on();
"""

BACKWARD = """
DROP TRIGGER change_append_only ON history_change;
CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE ON history_change
    FOR EACH ROW EXECUTE FUNCTION history_refuse();
DROP FUNCTION history_words_go_on();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("history", "0002_append_only")]
    operations: ClassVar = [
        migrations.AddField("change", "until", models.DateTimeField("till", null=True, blank=True)),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
