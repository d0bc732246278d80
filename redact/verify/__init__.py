"""Independent proof that burnt files are clean, and a leak check of anybody's redacted PDF. Knows no burner."""

from redact.verify.boxes import as_read
from redact.verify.ours import check, sha256
from redact.verify.proof import FEW_NAMES, few_names, proof, proof_holds
from redact.verify.report import Forbidden, Report
from redact.verify.strangers import inspect

__all__ = [
    "FEW_NAMES",
    "Forbidden",
    "Report",
    "as_read",
    "check",
    "few_names",
    "inspect",
    "proof",
    "proof_holds",
    "sha256",
]
