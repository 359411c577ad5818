"""Settings, urls, wsgi: the only place that names everything."""
