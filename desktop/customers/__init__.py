"""Who is writing: identities across networks under one customer, and a copy of everything held about them."""

from desktop.customers.desk import CustomerDesk, CustomerDone, CustomerKnown
from desktop.customers.erasing import ErasurePreview, PersonErased, erase_person, favour_no_more, preview_erasure
from desktop.customers.export import Exported, ExportFailed, export_person
from desktop.customers.own_values import ValueFault, checked_value, field_fault
from desktop.customers.page import PageWords
from desktop.customers.suggestions import Suggestion, suggestions_for

__all__ = [
    "CustomerDesk",
    "CustomerDone",
    "CustomerKnown",
    "ErasurePreview",
    "ExportFailed",
    "Exported",
    "PageWords",
    "PersonErased",
    "Suggestion",
    "ValueFault",
    "checked_value",
    "erase_person",
    "export_person",
    "favour_no_more",
    "field_fault",
    "preview_erasure",
    "suggestions_for",
]
