"""Whether a person may apply for the honor card on a day, and what is missing (志願服務法第20條; HON-1 to HON-21)."""

from __future__ import annotations

from datetime import date

from awards.models import HonorCard
from hours.models import ServiceRecord
from hours.querysets import ServiceRecordQuerySet
from hours.services.judging import cases_of
from recordbook.models import RecordBook
from training.enums import Evidence, TrainingKind
from training.models import Completion
from units.requirements import training_rules
from volunteer_portal.rules.counting import PersonFacts
from volunteer_portal.rules.honor_card import (
    DEFAULT_CUTOFFS,
    CardDates,
    CutOffs,
    Eligibility,
    Needed,
    Window,
    eligibility,
    honor_card_window,
)
from volunteers.models import Volunteer


def eligibility_of(*, volunteer: Volunteer, on: date, cutoffs: CutOffs = DEFAULT_CUTOFFS) -> Eligibility:
    """Years and counted minutes of all units in the window of an application on the day, and what is missing.

    After a card, counting begins on the day after its effective day: what it used is not used again.
    """
    facts = cases_of([volunteer.pk], training_rules())[volunteer.pk].facts
    card = HonorCard.objects.filter(volunteer=volunteer, starts_on__lte=on).order_by("-starts_on", "-pk").first()
    previous = CardDates.on_file(card.starts_on, card.expires_on) if card else None
    window = honor_card_window(previous, facts.earliest_start(), on, cutoffs)
    counted = _counted_in(volunteer, window)
    return eligibility(
        window,
        counted_minutes=counted.counted_total() if counted is not None else 0,
        missing=_missing(volunteer, facts, counted, on),
    )


def _counted_in(volunteer: Volunteer, window: Window) -> ServiceRecordQuerySet | None:
    """Counted records that lie wholly in the window; None while nothing counts yet."""
    if window.starts_on is None:
        return None
    return ServiceRecord.objects.counted().filter(
        volunteer=volunteer, served_from__gte=window.starts_on, served_to__lte=window.hours_to
    )


def _missing(
    volunteer: Volunteer, facts: PersonFacts, counted: ServiceRecordQuerySet | None, on: date
) -> tuple[Needed, ...]:
    """Photo, book and certificates that are not in the portal (HON-6)."""
    missing = []
    if not volunteer.photo:
        missing.append(Needed.PHOTO)
    if not RecordBook.objects.held_on(on).filter(volunteer=volunteer).exists():
        missing.append(Needed.BOOK)
    proven = _proven(volunteer, on)
    if (TrainingKind.BASIC, None) not in proven:
        missing.append(Needed.BASIC_CERTIFICATE)
    categories = set(counted.values_list("category_id", flat=True).distinct()) if counted is not None else set()
    needed = categories - facts.rules.special_not_required
    specials = {category for kind, category in proven if kind == TrainingKind.SPECIAL}
    if (needed - specials) if categories else not specials:
        missing.append(Needed.SPECIAL_CERTIFICATE)
    return tuple(missing)


def _proven(volunteer: Volunteer, on: date) -> set[tuple[str, str | None]]:
    """Courses with a certificate: its file, its number, or a record book in its place (RB-20)."""
    held = Completion.objects.standing().filter(
        volunteer=volunteer, completed_on__lte=on, kind__in=[TrainingKind.BASIC, TrainingKind.SPECIAL]
    )
    return {
        (completion.kind, completion.category_id)
        for completion in held
        if completion.certificate_file or completion.certificate_number or completion.evidence == Evidence.RECOGNISED
    }
