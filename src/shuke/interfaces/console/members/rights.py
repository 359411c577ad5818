"""What the templates of members may show a role."""

from shuke.kernel.scope import Scope


class Rights:
    """The rights of one visitor, by the names that the templates use."""

    def __init__(self, scope: Scope) -> None:
        """Work every right out once."""
        self.browse = scope.can("members.browse")
        self.write = scope.can("members.write")
        self.unmask = scope.can("members.unmask")
        self.manage = scope.can("members.manage")
        self.merge = scope.can("members.merge")
        self.figures = scope.can("figures.read")
        self.sales = scope.can("sales.read")
        self.export = scope.can("exports.read") and self.browse
        self.segments = scope.can("segments.write")
        self.imports = scope.can("imports.read")
        # A cashier serves the member before him; the file behind the card is not his business.
        self.detail = self.browse
