"""Slips of the one-stop desk as PDF files: the words of each form, and the engine that draws them."""
