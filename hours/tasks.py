"""Postmen of the hours: one call each, safe to run twice."""

from __future__ import annotations

import logging

from celery import shared_task

from volunteer_portal.pages.clock import now

from .services import judging

logger = logging.getLogger(__name__)


@shared_task(name="hours.audit_verdicts")
def audit_verdicts(**_: object) -> None:
    """Judge every record anew at night. A difference is a fault of ours: it is logged, nothing is mended."""
    differences = judging.audit_verdicts()
    judging.remember_audit(len(differences), now())
    if differences:
        logger.error("%d stored verdicts differ from the rules; see manage.py audit_verdicts", len(differences))
    else:
        logger.info("all stored verdicts are as the rules say")
