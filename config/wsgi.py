"""The web entry point (gunicorn config.wsgi)."""

import os

from django.core.wsgi import get_wsgi_application

from config.database_roles import process

process.kind = "web"  # before the settings are read
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_pages = get_wsgi_application()

from config.processes import page_time, startup  # noqa: E402  (needs the apps)
from config.processes.stack_room import roomy  # noqa: E402
from config.watching import thread  # noqa: E402
from messaging.content import review  # noqa: E402
from messaging.replies import reading  # noqa: E402

application = roomy(_pages)
page_time.limit()
startup.verify()
reading.make_ready()
review.make_ready()
thread.start()
