"""The web server's door."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vp.settings")
application = get_wsgi_application()
# What is loaded now stays loaded: the garbage collector needn't walk all of it again and again.
gc.collect()
gc.freeze()
