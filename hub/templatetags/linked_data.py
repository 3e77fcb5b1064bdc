"""`{% linked_data %}`: the graph of the page, for the head of every page."""

from django import template

from hub.linked_data import ready_graph

register = template.Library()


@register.simple_tag(takes_context=True)
def linked_data(context):
    return ready_graph(context)
