"""Every event that something follows from is one that is really written."""

from shuke.events.names import declared
from shuke.interfaces.worker import loop  # noqa: F401 - the worker as it runs
from shuke.interfaces.worker.subscriptions import FOLLOWS


def test_every_subscribed_name_is_declared():
    assert set(FOLLOWS) <= {str(name) for name in declared()}
