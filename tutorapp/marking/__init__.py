"""Arithmetic of mark schemes and the offline marker."""
