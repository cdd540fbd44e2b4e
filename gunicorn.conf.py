"""The web server, in the demo as in production. Command line and GUNICORN_CMD_ARGS overrule this file."""

import os

wsgi_app = "vp.wsgi"
bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"  # in production, inside its container
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 8  # pages wait for the database most of their time
timeout = 60
graceful_timeout = 30
keepalive = 65  # longer than a proxy's, so that it is the proxy that closes
max_requests = 10_000  # whatever leaks, leaks for so long
max_requests_jitter = 1_000
accesslog = "-"
access_log_format = '%(h)s "%(r)s" %(s)s %(b)s %(M)sms'  # nobody's name, no referrer
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112
