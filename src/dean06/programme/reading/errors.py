"""Why a file cannot be read as a dispatch, said so that a clerk knows what to do."""


class ReadingError(Exception):
    """The file is no readable dispatch. ``code`` is stable; the message is Vietnamese and says what to do.

    Codes: empty_file, too_large, wrong_type, encrypted_pdf, scanned_pdf, broken_file, too_long, not_a_dispatch.
    """

    def __init__(self, message_vi: str, code: str) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi
        self.code = code
