"""Files as they come in: one that is too large is turned away before all of it has come."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from patto.home.files import LARGEST


class Limit(FileUploadHandler):
    """Counts the bytes of each file, and hands them on."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Return the bytes for those who keep them.

        :raises RequestDataTooBig: once a file is larger than is taken
        """
        if start + len(raw_data) > LARGEST:
            self._interrupt()
            raise RequestDataTooBig
        return raw_data

    def _interrupt(self) -> None:
        """Let those who keep part of it take that away: Django asks it of them only elsewhere."""
        for one in self.request.upload_handlers if self.request is not None else ():
            one.upload_interrupted()

    def file_complete(self, _file_size: int) -> None:
        """Leave the file to those who keep it."""
