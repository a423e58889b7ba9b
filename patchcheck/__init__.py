"""Judges the patch level of Solaris hosts from their dumps and a cross-reference file."""

__version__ = "0.1.0"
