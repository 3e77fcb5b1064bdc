"""Comments on django-comments-xtd's tables: COMMENTS_APP, so its model and form are ours."""


def get_model():
    from comments.models import HubComment  # noqa: PLC0415 (called before models are loaded)

    return HubComment


def get_form():
    from comments.forms import CommentForm  # noqa: PLC0415

    return CommentForm
