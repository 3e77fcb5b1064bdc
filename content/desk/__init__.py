"""The editors' desk: what the admin of everything that people write, check and correct has in common."""

from reversion.admin import VersionAdmin

from content.admin import PublishableAdmin
from content.desk.edits import Edits
from content.desk.history import History
from content.desk.preview import Preview
from content.desk.states import States

__all__ = ["EditedAdmin"]


class EditedAdmin(Preview, Edits, States, History, VersionAdmin, PublishableAdmin):
    """Admin of a model that is `Edited`: states, previews, kept edits, history, no lost work."""
