"""Who is writing: identities across networks under one customer."""

from desktop.customers.desk import CustomerDesk

__all__ = ["CustomerDesk"]
