"""The settings of a test run: vp.settings in its own mode, with a database server and files of its own."""

import os
import tempfile
from pathlib import Path

os.environ["VP_MODE"] = "test"
if "PYTEST_VERSION" in os.environ and "VP_TEST_RUN" not in os.environ:
    # Once, by the process that starts the run; pytest-xdist's workers inherit it and share one server.
    folder = Path(tempfile.mkdtemp(prefix="vp-test-"))
    folder.chmod(0o711)  # root's database runs as another account, which must get through
    os.environ |= {"VP_TEST_RUN": str(os.getpid()), "VP_VAR": str(folder)}

from vp.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files come from where they lie: tests need no collectstatic. tests/test_static.py tests that.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
