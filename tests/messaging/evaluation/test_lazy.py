"""numpy weighs 17 MB and a quarter of a second: nobody pays for it who evaluates nothing."""

import subprocess
import sys


def test_neither_pages_nor_workers_import_numpy_at_their_start():
    code = (
        "import os, sys; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings');"
        "import django; django.setup(); import config.urls, config.celery;"
        "config.celery.app.loader.import_default_modules();"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
