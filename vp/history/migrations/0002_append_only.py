"""The history is only ever added to."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION history_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;

CREATE TRIGGER change_append_only BEFORE UPDATE OR DELETE ON history_change
    FOR EACH ROW EXECUTE FUNCTION history_refuse();
"""

BACKWARD = """
DROP TRIGGER change_append_only ON history_change;
DROP FUNCTION history_refuse();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("history", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(FORWARD, BACKWARD)]
