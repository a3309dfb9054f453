"""Facts of many messages by a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from messaging.content.chosen import Chosen
from messaging.decisions.facts.answering import loans_of_text, speaks_of_loans
from messaging.decisions.facts.batch_context import Frame
from messaging.decisions.facts.customers import (
    Points,
    channel_to_keep_to,
    customers,
    point_facts,
    points,
)
from messaging.decisions.facts.education import EducationRows, education
from messaging.decisions.facts.holds_and_contacts import (
    Contacts,
    contacts,
    counts_accounts,
    holds,
    longest_period,
    suppressions,
)
from messaging.decisions.facts.loans import Reminders, loans, reminders
from messaging.decisions.facts.rows import (
    CustomerRow,
    Gathered,
    LoanRow,
    PointRow,
    Subject,
    TemplateRow,
    Text,
)
from messaging.decisions.facts.templates import template_facts, templates
from messaging.decisions.facts.text import NO_GAP, Gap, compose
from messaging.models.choices import ContentClass
from messaging.policy.facts import (
    ANSWER,
    EDUCATION,
    NOTICE,
    REMINDER,
    ChosenFacts,
    ContactFacts,
    EducationFacts,
    HoldFacts,
    LoanFacts,
    TemplateFacts,
)
from messaging.policy.rules.loans import named_loans

ABOUT_THE_PERSON = (ANSWER, NOTICE, EDUCATION)
"""Purposes whose texts need not name a loan."""

WRITTEN = (REMINDER, *ABOUT_THE_PERSON)


@dataclass(frozen=True, slots=True)
class _Rows:
    customers: Mapping[int, CustomerRow]
    loans: Mapping[int, LoanRow]
    points: Points
    templates: Mapping[int, TemplateRow]
    template_facts: Mapping[int, TemplateFacts]
    reminders: Reminders
    suppressions: Mapping[tuple[str, bytes], str]
    holds: Mapping[int, tuple[HoldFacts, ...]]
    contacts: Contacts
    education: EducationRows


def gather(
    subjects: Sequence[Subject],
    frame: Frame,
    *,
    known_loans: Mapping[int, LoanRow] | None = None,
    known_customers: Mapping[int, CustomerRow] | None = None,
    known_reminders: Reminders | None = None,
) -> list[Gathered]:
    """Facts of each subject, in the same order. At most ten queries, whatever their number, and
    four more where there is useful knowledge among them.

    What the caller has just read may be handed in; at the claim nothing is, so that everything
    is read after the customers were locked.
    """
    rows = _read(subjects, frame, known_loans, known_customers, known_reminders)
    return [_gathered(subject, frame, rows) for subject in subjects]


def _read(
    subjects: Sequence[Subject],
    frame: Frame,
    known_loans: Mapping[int, LoanRow] | None,
    known_customers: Mapping[int, CustomerRow] | None,
    known_reminders: Reminders | None,
) -> _Rows:
    customer_ids = [s.customer_id for s in subjects if s.customer_id is not None]
    staged = [loan for subject in subjects for loan in subject.loans]
    if known_loans is None:
        known_loans = loans([loan.loan_id for loan in staged])
    if known_reminders is None:
        due = [(x, known_loans[x.loan_id].due_date) for x in staged if x.loan_id in known_loans]
        known_reminders = reminders(due)
    addresses = points(
        customer_ids=[s.customer_id for s in subjects if s.customer_id and not s.contact_point_id],
        ids=[s.contact_point_id for s in subjects if s.contact_point_id],
        roles=frame.policy.roles,
        replies_in=frame.lender.timezone if frame.policy.number_fresh_days else None,
    )
    versions = templates({s.template_version_id for s in subjects if s.template_version_id})
    hashes = {point.address_hash for s in subjects if (point := _point(s, addresses))}
    taught = [s for s in subjects if s.purpose == EDUCATION]
    return _Rows(
        customers=customers(customer_ids) if known_customers is None else known_customers,
        loans=known_loans,
        points=addresses,
        templates=versions,
        template_facts={pk: template_facts(version) for pk, version in versions.items()},
        reminders=known_reminders,
        suppressions=suppressions(hashes),
        holds=holds(customer_ids, frame.now),
        contacts=contacts(
            customer_ids=customer_ids,
            address_hashes=hashes,
            since=frame.now - longest_period(frame.policy),
            by_account=counts_accounts(frame.policy),
            followed=[s.follows_id for s in subjects if s.follows_id],
        ),
        education=education(
            customer_ids=[s.customer_id for s in taught if s.customer_id],
            address_hashes={point.address_hash for s in taught if (point := _point(s, addresses))},
            policy=frame.policy,
            now=frame.now,
        ),
    )


def _gathered(subject: Subject, frame: Frame, rows: _Rows) -> Gathered:
    customer = rows.customers.get(subject.customer_id) if subject.customer_id else None
    point = _point(subject, rows.points)
    template = rows.templates.get(subject.template_version_id or 0)
    content_class = template.content_class if template else ContentClass.COLLECTION_SERVICE
    gateway = frame.gateway_for(
        subject.channel,
        content_class,
        turn=subject.message_id or subject.customer_id or 0,
        avoid=subject.avoid_gateway_id,
    )
    gateway_id = gateway.pk if gateway else None
    address = point.address_hash if point else None
    facts = ContactFacts(
        channel=subject.channel,
        zones=customer.zones if customer else (),
        ledger_zone=frame.lender.timezone,
        loans=_loan_facts(subject, rows, template),
        contact_point=point_facts(point),
        template=rows.template_facts[template.id] if template else None,
        stops=frame.stops_covering(
            run_id=subject.run_id,
            template_ids=(template.template_id, template.variant_of) if template else (),
            version_id=template.id if template else None,
            gateway_id=gateway_id,
        ),
        suppression=rows.suppressions.get((subject.channel, address)) if address else None,
        holds=rows.holds.get(subject.customer_id, ()) if subject.customer_id else (),
        gateway_classes=frozenset(gateway.content_classes) if gateway else None,
        gateway_open=gateway.pk not in frame.paused if gateway else True,
        arm=subject.arm,
        contacts=rows.contacts.of(
            customer_id=subject.customer_id, address=address, apart_from=subject.message_id
        ),
        send_at_once=subject.send_at_once,
        calendar=frame.calendar,
        night_consent=customer.night_consent if customer else False,
        electronic_consent=customer.electronic_consent if customer else False,
        purpose=subject.purpose,
        replying_to=subject.replying_to,
        wished_hours=customer.wished_hours if customer else "",
        wished_channel=channel_to_keep_to(customer, frame.now, frame.channels),
        waiting=subject.waiting,
        untold=subject.untold,
        segment_without_text=subject.segment_without_text,
        already_read=subject.already_read,
        refused_on=subject.refused_on,
        passed_over=subject.passed_over,
        education=_education_facts(subject, rows, address),
        chosen=_chosen_facts(subject.chosen),
    )
    text, gap = _text(facts, subject, frame, rows, customer, template)
    if template and gap is not NO_GAP:
        facts = replace(facts, template=template_facts(template, gap))
    elif text and text.untrue and facts.template:
        facts = replace(facts, template=replace(facts.template, untrue=text.untrue))
    if text and template and frame.on_file.gateways:
        gateway_id, facts = _by_who_has_it(facts, subject, frame, template, text)
    return Gathered(
        subject=subject,
        facts=facts,
        customer=customer,
        point=point,
        loans=tuple(rows.loans[x.loan_id] for x in subject.loans if x.loan_id in rows.loans),
        text=text,
        gateway_id=gateway_id,
    )


def _by_who_has_it(
    facts: ContactFacts, subject: Subject, frame: Frame, template: TemplateRow, text: Text
) -> tuple[int | None, ContactFacts]:
    """The way out looked for again, now that the text is known: some carriers send only what they
    have passed."""
    lacking = frame.on_file.lacking(
        frame.gateways, version_id=template.id, body=template.body, text=text.text
    )
    gateway = frame.gateway_for(
        subject.channel,
        template.content_class,
        turn=subject.message_id or subject.customer_id or 0,
        avoid=subject.avoid_gateway_id,
        lacking=lacking,
    )
    if gateway is None:
        return None, facts
    return gateway.pk, replace(
        facts,
        stops=frame.stops_covering(
            run_id=subject.run_id,
            template_ids=(template.template_id, template.variant_of),
            version_id=template.id,
            gateway_id=gateway.pk,
        ),
        gateway_classes=frozenset(gateway.content_classes),
        gateway_open=gateway.pk not in frame.paused,
        carrier_lacks=lacking.get(gateway.pk, ""),
    )


def _point(subject: Subject, addresses: Points) -> PointRow | None:
    return addresses.find(
        contact_point_id=subject.contact_point_id,
        customer_id=subject.customer_id,
        channel=subject.channel,
    )


def _loan_facts(
    subject: Subject, rows: _Rows, template: TemplateRow | None
) -> tuple[LoanFacts, ...]:
    """An answer that speaks of no loan is not held up by old figures."""
    if subject.purpose in ABOUT_THE_PERSON and not (template and speaks_of_loans(template.body)):
        return ()
    return tuple(
        LoanFacts(
            loan_id=row.id,
            stage_planned=staged.stage,
            occurrence=staged.occurrence,
            due_date=row.due_date,
            amount_due=row.amount_due,
            currency=row.currency,
            as_of=row.as_of,
            already_reminded=rows.reminders.reminded(staged, apart_from=subject.candidate_id),
            # Whoever is not the debtor is not written to until they have a run of their own.
            role="debtor" if row.customer_id == subject.customer_id else "contact_person",
        )
        for staged in subject.loans
        if (row := rows.loans.get(staged.loan_id)) is not None
    )


def _chosen_facts(chosen: Chosen) -> ChosenFacts | None:
    return ChosenFacts(chosen.day, chosen.amount, chosen.currency) if chosen else None


def _education_facts(subject: Subject, rows: _Rows, address: bytes | None) -> EducationFacts | None:
    if subject.purpose != EDUCATION or subject.customer_id is None:
        return None
    return rows.education.of(
        customer_id=subject.customer_id,
        channel=subject.channel,
        address=address,
        message_id=subject.message_id,
        released_at=subject.released_at,
    )


def _text(
    facts: ContactFacts,
    subject: Subject,
    frame: Frame,
    rows: _Rows,
    customer: CustomerRow | None,
    template: TemplateRow | None,
) -> tuple[Text | None, Gap]:
    """The text about the loans that would be named now, or why there is none."""
    if customer is None or template is None or subject.purpose not in WRITTEN:
        return None, NO_GAP
    named = _named(facts, subject, frame, rows, template)
    if not named:
        return None, Gap(missing=("loan",)) if subject.purpose in ABOUT_THE_PERSON else NO_GAP
    return compose(
        template.body,
        customer=customer,
        loans=named,
        sender=frame.sender,
        language=subject.language,
        cause=subject.cause,
        today=frame.today,
        check_code=subject.check_code,
        channel=template.channel,
        subject=template.subject,
        chosen=subject.chosen,
    )


def _named(
    facts: ContactFacts, subject: Subject, frame: Frame, rows: _Rows, template: TemplateRow
) -> Sequence[LoanRow]:
    """The loans the text is about now."""
    if subject.purpose in ABOUT_THE_PERSON:
        own = [rows.loans[x.loan_id] for x in subject.loans if x.loan_id in rows.loans]
        return loans_of_text(template.body, own, frame.today)
    return [rows.loans[loan.loan_id] for loan in named_loans(facts, frame.policy, frame.now)]
