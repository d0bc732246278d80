"""Black out Dutch Wob/Woo document bundles: find, decide, burn, prove, publish."""

__version__ = "0.1.0"
