"""Readers and writers of foreign and own quiz files."""
