"""Personal data: the kinds that the privacy guardrail tells apart, and which of them nobody may ask for."""

from __future__ import annotations

from enum import StrEnum


class DataKind(StrEnum):
    """What a request or a value is about. The value is a finding's `kind`, stored and translated by the window."""

    IDENTITY_DOCUMENT = "identity_document"
    TAX_CODE = "tax_code"
    BANK_ACCOUNT = "bank_account"
    CARD = "card"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    BIRTH_DATE = "birth_date"
    CUSTOMER_NUMBER = "customer_number"
    HEALTH = "health"
    CREDENTIALS = "credentials"  # password, PIN, one-time code, CVV: never asked for, never written
