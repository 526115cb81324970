"""Who is writing: identities across networks under one customer, and a copy of everything held about them."""

from desktop.customers.desk import CustomerDesk, CustomerDone
from desktop.customers.erasing import ErasurePreview, PersonErased, erase_person, preview_erasure
from desktop.customers.export import Exported, ExportFailed, export_person
from desktop.customers.page import PageWords

__all__ = [
    "CustomerDesk",
    "CustomerDone",
    "ErasurePreview",
    "ExportFailed",
    "Exported",
    "PageWords",
    "PersonErased",
    "erase_person",
    "export_person",
    "preview_erasure",
]
