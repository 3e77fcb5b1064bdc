"""Which template tags the site loads: all but those of apps whose tags no template of ours uses."""

from importlib import import_module

from django.forms import renderers
from django.template.backends.django import DjangoTemplates, get_package_libraries

from hub.finders import used_apps


class Templates(DjangoTemplates):
    """Django's templates. Unused tags, those of django-comments-xtd, import 360 modules."""

    def get_templatetag_libraries(self, custom_libraries):
        return {
            name.rpartition(".")[2]: name
            for package in ["django", *used_apps()]
            for name in _libraries_of(package)
        } | custom_libraries


def _libraries_of(package):
    try:
        return get_package_libraries(import_module(f"{package}.templatetags"))
    except ImportError:  # it has none
        return ()


class FormRenderer(renderers.DjangoTemplates):
    """Django's renderer of forms, with templates as above: its own would load the unused tags after all."""

    backend = Templates
