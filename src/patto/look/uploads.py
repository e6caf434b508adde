"""Files as they come in: one that is too large is turned away before all of it has come."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from patto.home.files import LARGEST


class Limit(FileUploadHandler):
    """Counts the bytes of each file, and hands them on; of somebody unknown nothing is kept."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file.

        :raises SkipFile: if whoever sends it is not signed in; what was typed is read all the same
        """
        super().new_file(*args, **kwargs)
        if self.request is None or not self.request.user.is_authenticated:
            raise SkipFile

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
