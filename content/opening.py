"""Opening a page by a signed link: one way for every room, each with its own rows and its own words."""

from functools import wraps

from content.origins import sent_from_here
from content.tokens import BadTokenError, ExpiredTokenError, read_token


def opened_by(purpose, max_age, rows, explain, *, from_anywhere=False):
    """Give a view the row that a signed link names; explain the link when it is old, altered or done with.

    `rows()` is the QuerySet to look in and `explain(request, heading, status)` the answer in words. The
    view gets (request, row, token). A POST must come from our own page, unless `from_anywhere`.
    """

    def decorate(view):
        @wraps(view)
        def opened(request, token):
            try:
                (pk,) = read_token(purpose, token, max_age)
            except ExpiredTokenError:
                return explain(request, "This link is too old", status=410)
            except (BadTokenError, ValueError):
                return explain(request, "This link does not work", status=404)
            row = rows().filter(pk=pk).first()
            if row is None:
                return explain(request, "This is no longer here", status=410)
            if request.method == "POST" and not (from_anywhere or sent_from_here(request)):
                return explain(request, "Please press the button on our own page", status=403)
            return view(request, row, token)

        return opened

    return decorate
