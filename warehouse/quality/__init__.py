"""Checks across the tables, and the report of what they found. Pure functions."""

from warehouse.quality.check import Check, Status
from warehouse.quality.report import checks, report, worst

__all__ = ["Check", "Status", "checks", "report", "worst"]
