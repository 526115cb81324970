"""Who is writing: identities across networks under one customer, and a copy of everything held about them."""

from desktop.customers.desk import CustomerDesk, CustomerDone
from desktop.customers.export import Exported, ExportFailed, export_person
from desktop.customers.page import PageWords

__all__ = ["CustomerDesk", "CustomerDone", "ExportFailed", "Exported", "PageWords", "export_person"]
