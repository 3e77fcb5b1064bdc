"""What the tests of the desk share: people, and a form as the browser would send it."""

from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from tests.factories import number


def sign_in(client, group=None):
    """Sign somebody in, in one of the shipped groups or as superuser; return them."""
    name = f"staff-{next(number)}"
    user = User.objects.create_user(name, f"{name}@example.org", "a-long-password-1", is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    else:
        user.is_superuser = True
        user.save()
    client.force_login(user)
    return user


def address(article=None, page="change"):
    name = f"admin:articles_article_{page}"
    return reverse(name, args=[article.pk]) if article else reverse("admin:articles_article_add")


def form_of(client, article=None, **changes):
    """Return the fields of the article's form as it opens, with changes, ready to be posted."""
    context = client.get(address(article)).context
    form = context["adminform"].form
    data = {"version": form.version}
    parts = [
        form,
        *(inner for inline in context["inline_admin_formsets"] for inner in forms_in(inline.formset)),
    ]
    for part in parts:
        for field in part:
            value = field.value()
            widget = field.field.widget
            if (
                value is None
                or value is False
                or field.field.disabled
                or getattr(widget, "input_type", "") == "file"
            ):
                continue
            if hasattr(widget, "decompress"):
                for index, piece in enumerate(value if isinstance(value, list) else widget.decompress(value)):
                    data[f"{field.html_name}_{index}"] = "" if piece is None else str(piece)
            elif isinstance(value, (list, tuple)) or hasattr(value, "values_list"):
                data[field.html_name] = [getattr(one, "pk", one) for one in value]
            else:
                data[field.html_name] = value
    return data | changes


def forms_in(formset):
    return [formset.management_form, *formset.initial_forms]


def may(user, codename):
    user.user_permissions.add(Permission.objects.get(codename=codename))
