"""Sealed registers: many rows under one signature, each provable without the others."""
