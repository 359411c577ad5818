"""The WSGI entry of a deployment."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.project.settings")

application = get_wsgi_application()
