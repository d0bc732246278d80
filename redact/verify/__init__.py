"""Independent proof that burnt files are clean, and a leak check of anybody's redacted PDF. Knows no burner."""

from redact.verify.ours import check, sha256
from redact.verify.proof import proof, proof_holds
from redact.verify.report import Forbidden, Report
from redact.verify.strangers import inspect

__all__ = ["Forbidden", "Report", "check", "inspect", "proof", "proof_holds", "sha256"]
