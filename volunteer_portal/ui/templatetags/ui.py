"""All components under one roof: ``{% load ui %}`` (loaded everywhere by the settings)."""

from __future__ import annotations

from django import template

from volunteer_portal.ui.components import actions, fields, figures, lists, signs, surfaces, wayfinding

register = template.Library()
for part in (signs, actions, surfaces, figures, wayfinding, lists, fields):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
