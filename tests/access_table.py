"""Every address by what it takes to reach it, and who may do what where.

Written out from the table of rights in docs/architecture.md's terms, not computed by the code that it tests.
"""

from __future__ import annotations

import uuid

from vp.org.models import Role

ANYBODY = {
    "healthz",
    "org:login",
    "org:operators_login",
    "org:password_link_sent",
    "org:password_reset",
    "org:password_set",
    "readyz",
}
"""Reached without having logged in."""
LOGGED_IN = {
    "followup:indicators",
    "followup:now",
    "goals:plans",
    "goals:search",
    "goals:start",
    "goals:units",
    "org:account",
    "org:password_change",
    "org:tokens",
}
READS_PLAN = {
    "goals:changes",
    "goals:links",
    "goals:plan",
    "goals:plan_docx",
    "goals:plan_json",
    "goals:versions",
}
READS_HISTORY = {"goals:history"}
"""Tells of the drafts, also of a plan that has been decided."""
ORDERS = {"goals:plan_pdf"}
MOVES = {
    "goals:change_target",
    "goals:decide",
    "goals:lock",
    "goals:mark_ready",
    "goals:return",
    "goals:revise",
    "goals:unlock",
}
KEY = uuid.UUID(int=7)
"""Of no row: whoever may write is told that it is gone."""
WRITES: dict[str, tuple[str, list[object]]] = {
    "goals:activity": ("post", [KEY]),
    "goals:activity_read": ("get", [KEY]),
    "goals:add_indicator": ("get", []),
    "goals:add_own_indicator": ("post", []),
    "goals:define_indicator": ("post", [KEY]),
    "goals:indicator": ("post", [KEY]),
    "goals:indicator_read": ("get", [KEY]),
    "goals:move_activity": ("post", [KEY]),
    "goals:move_indicator": ("post", [KEY]),
    "goals:new_activity": ("get", []),
    "goals:choose_above": ("post", []),
    "goals:goal": ("post", [KEY]),
    "goals:goal_read": ("get", [KEY]),
    "goals:move_goal": ("post", [KEY]),
    "goals:new_goal": ("post", []),
    "goals:picture": ("post", []),
    "goals:presence": ("post", []),
    "goals:registry_number": ("post", []),
    "goals:remove": ("post", ["mal", KEY]),
    "goals:restore": ("post", [0]),
    "goals:text": ("post", [KEY]),
    "goals:text_read": ("get", [KEY]),
}
"""What is written in a plan: the method, and what the address says after year and unit."""
STARTS = {"goals:start_plan"}
"""A unit's plan for a year is begun; there may be none yet."""
UNIT_PAGES = {"goals:unit"}
CHANGES_UNITS = {"org:close_unit", "org:create_unit", "org:move_unit", "org:rename_unit"}
WRITERS = {"goals:upload"}
READS_FOLLOW_UP = {
    "followup:followup",
    "followup:judging",
    "followup:report",
    "followup:report_docx",
    "followup:report_json",
    "followup:values",
}
FOLLOW_UP_MOVES = {
    "followup:approve",
    "followup:close_again",
    "followup:mark_ready",
    "followup:reopen",
    "followup:return",
}
ROUNDS = {"followup:round", "followup:round_excel"}
CHANGES_ROUNDS = {
    "followup:change_round",
    "followup:close_round",
    "followup:remove_round",
    "followup:round_headings",
    "followup:round_indicators",
}
OPENS_ROUNDS = {"followup:open_round"}
OF_YEAR = {"followup:matrix", "followup:year_excel"}
OWN_THINGS = {
    "goals:incoming",
    "goals:incoming_correct",
    "goals:incoming_discard",
    "printing:again",
    "printing:cancel",
    "printing:file",
    "printing:job",
}
"""Only who made them; tested with their pages: tests/goals/test_incoming.py, tests/printing/test_views.py."""
ELSEWHERE = {
    "followup:history": "tests/followup/pages/test_history.py",
    "followup:choose_compiled": "tests/followup/pages/test_compiled_pages.py",
    "followup:compiled": "tests/followup/pages/test_compiled_pages.py",
    "followup:compiled_cover": "tests/followup/pages/test_compiled_pages.py",
    "followup:compiled_extracts": "tests/followup/pages/test_compiled_pages.py",
    "followup:compiled_docx": "tests/followup/exports/test_compiled_word.py",
    "followup:compiled_json": "tests/followup/pages/test_compiled_pages.py",
    "followup:compiled_parts": "tests/followup/pages/test_compiled_pages.py",
    "followup:compiled_pdf": "tests/followup/pages/test_compiled_pages.py",
    "followup:compiled_zip": "tests/followup/pages/test_compiled_pages.py",
    "followup:finish_compiled": "tests/followup/pages/test_compiled_pages.py",
    "followup:reopen_compiled": "tests/followup/pages/test_compiled_pages.py",
    "api:index": "tests/followup/api/test_api.py",
    "api:nothing": "tests/followup/api/test_api.py",
    "api:plan": "tests/followup/api/test_api.py",
    "api:plans": "tests/followup/api/test_api.py",
    "api:rounds": "tests/followup/api/test_api.py",
    "api:table": "tests/followup/api/test_api.py",
    "followup:carry": "tests/followup/pages/test_carrying.py",
    "followup:economy": "tests/followup/pages/test_judging.py",
    "followup:economy_brought": "tests/followup/pages/test_judging.py",
    "followup:economy_removed": "tests/followup/pages/test_judging.py",
    "followup:goal": "tests/followup/pages/test_goal_down.py",
    "followup:goals": "tests/followup/pages/test_goal_down.py",
    "followup:indicator": "tests/followup/pages/test_indicator_page.py",
    "followup:indicator_settings": "tests/followup/pages/test_indicator_settings.py",
    "followup:judge_activity": "tests/followup/pages/test_judging.py",
    "followup:judge_goal": "tests/followup/pages/test_judging.py",
    "followup:judge_text": "tests/followup/pages/test_judging.py",
    "followup:remind": "tests/followup/pages/test_matrix_page.py",
    "followup:report_pdf": "tests/followup/reports/test_report_pages.py",
    "followup:report_version": "tests/followup/reports/test_report_pages.py",
    "followup:discard_sheet": "tests/followup/sheets/test_rights.py",
    "followup:incoming_sheet": "tests/followup/sheets/test_rights.py",
    "followup:sheet": "tests/followup/sheets/test_rights.py",
    "followup:sheet_choices": "tests/followup/sheets/test_rights.py",
    "followup:sheet_export": "tests/followup/sheets/test_rights.py",
    "followup:value": "tests/followup/pages/test_logging.py",
    "goals:adopt": "tests/goals/test_incoming.py",
    "goals:replaced": "tests/goals/pages/test_history.py",
    "goals:version": "tests/goals/pages/test_versions.py",
    "image": "tests/images/test_images.py",
    "org:account_of": "tests/org/test_people_pages.py",
    "org:deputy": "tests/org/test_people_pages.py",
    "org:end_role": "tests/org/test_people_pages.py",
    "org:invite": "tests/org/test_people_pages.py",
    "org:logout": "tests/org/test_way_in.py",
    "org:people": "tests/org/test_people_pages.py",
    "org:revoke_token": "tests/org/test_tokens.py",
    "org:tokens_of": "tests/org/test_tokens.py",
}
"""What depends on a row of its own, and where its outsiders are tested."""

OWN, ABOVE, BELOW, BESIDE, FOREIGN = "own", "above", "below", "beside", "another municipality"
PLACES = (OWN, ABOVE, BELOW, BESIDE, FOREIGN)
READS_DRAFT = {
    Role.READER: {OWN, ABOVE},
    Role.STAFF: {OWN, ABOVE},
    Role.EDITOR: {OWN, ABOVE},
    Role.MANAGER: {OWN, ABOVE, BELOW},
    Role.CONTROLLER: {OWN, ABOVE, BELOW},
    Role.ADMINISTRATOR: set(PLACES),
}
READS_DECIDED = {role: {OWN, ABOVE, BELOW, BESIDE} for role in Role} | {Role.ADMINISTRATOR: set(PLACES)}
MAY_MOVE = {
    "goals:change_target": {Role.CONTROLLER: {OWN, BELOW}},
    "goals:mark_ready": {Role.MANAGER: {OWN}, Role.CONTROLLER: {OWN}},
    "goals:return": {Role.CONTROLLER: {OWN, BELOW}},
    "goals:decide": {Role.CONTROLLER: {OWN, BELOW}},
    "goals:revise": {Role.CONTROLLER: {OWN, BELOW}},
    "goals:unlock": {Role.CONTROLLER: {OWN, BELOW}},
    "goals:lock": {Role.CONTROLLER: {OWN, BELOW}},
}
MAY_MOVE_FOLLOW_UP = {
    name: MAY_MOVE["goals:mark_ready" if name == "followup:mark_ready" else "goals:return"]
    for name in FOLLOW_UP_MOVES
}
MAY_WRITE = {Role.EDITOR: {OWN}, Role.MANAGER: {OWN}, Role.CONTROLLER: {OWN, BELOW}}
MAY_CHANGE_UNIT = {Role.CONTROLLER: {BELOW}, Role.ADMINISTRATOR: set(PLACES)}
MAY_CREATE_BELOW = {Role.CONTROLLER: {OWN, BELOW}, Role.ADMINISTRATOR: set(PLACES)}
MAY_IMPORT = {Role.EDITOR, Role.MANAGER, Role.CONTROLLER}
