from django.urls import URLPattern, path

from followup import addresses, compiled_urls, report_urls, sheet_urls
from followup.seeing_urls import urlpatterns as seeing
from followup.views import exports, followup, judging, logging, matrix, moves, round_settings, rounds
from followup.views.asked import leads_on
from followup.views.carrying import carry
from followup.views.history import history

app_name = "followup"
_UNIT, _ROUND = addresses.UNIT, addresses.ROUND
urlpatterns: list[URLPattern] = [
    path("uppfoljning/", matrix.now, name="now"),
    path("uppfoljning/omgangar/ny/", rounds.opening, name="open_round"),
    path("uppfoljning/<int:year>/", matrix.matrix, name="matrix"),
    path("uppfoljning/<int:year>/paminn/", matrix.remind_late, name="remind"),
    path("uppfoljning/<int:year>/excel/", exports.year_excel, name="year_excel"),
    path(_ROUND, rounds.round_, name="round"),
    path(f"{_ROUND}excel/", exports.round_excel, name="round_excel"),
    path(f"{_ROUND}andra/", round_settings.change, name="change_round"),
    path(f"{_ROUND}rubriker/", round_settings.headings, name="round_headings"),
    path(f"{_ROUND}indikatorer/", round_settings.indicators, name="round_indicators"),
    path(f"{_ROUND}stang/", rounds.close, name="close_round"),
    path(f"{_ROUND}ta-bort/", rounds.remove, name="remove_round"),
    path(_UNIT, followup.followup, name="followup"),
    path(f"{_UNIT}klarmarkera/", moves.ready, name="mark_ready"),
    path(f"{_UNIT}skicka-tillbaka/", moves.send_back, name="return"),
    path(f"{_UNIT}godkann/", moves.approved, name="approve"),
    path(f"{_UNIT}oppna-igen/", moves.reopened, name="reopen"),
    path(f"{_UNIT}stang-igen/", moves.closed_again, name="close_again"),
    path(f"{_UNIT}bedomning/", judging.judging, name="judging"),
    path(f"{_UNIT}bedomning/mal/<uuid:key>/", judging.goal, name="judge_goal"),
    path(f"{_UNIT}bedomning/aktivitet/<uuid:key>/", judging.activity, name="judge_activity"),
    path(f"{_UNIT}bedomning/rubrik/<int:heading>/", judging.text, name="judge_text"),
    path(f"{_UNIT}bedomning/ekonomi/<uuid:key>/", judging.economy, name="economy"),
    path(f"{_UNIT}bedomning/ekonomi/<uuid:key>/ta-bort/", judging.economy_removed, name="economy_removed"),
    path(f"{_UNIT}bedomning/ekonomi/hamta/", judging.economy_brought, name="economy_brought"),
    path(f"{_UNIT}for-over/", carry, name="carry"),
    path(f"{_UNIT}historik/", history, name="history"),
    path(f"{_UNIT}varden/", logging.values, name="values"),
    path(f"{_UNIT}varden/<uuid:key>/", logging.value, name="value"),
    *report_urls.urlpatterns,
    *sheet_urls.urlpatterns,
    *compiled_urls.urlpatterns,
    *seeing,
]
for _each in urlpatterns:
    leads_on(_each)
