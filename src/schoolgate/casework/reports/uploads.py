"""What a browser sends with a form goes to memory alone, or nowhere: never to a file that nobody sealed."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, MemoryFileUploadHandler
from django.http import HttpRequest

from schoolgate.casework.evidence.actions.keeping import Prepared, prepare
from schoolgate.casework.evidence.scanning import VIRUS
from schoolgate.community.change import Refused
from schoolgate.record import vault

MOST_FILES = 10
"""How many come with what somebody tells us; more can be added afterwards."""
NOT_TAKEN = (
    "We could not take that file: there may be a virus in it, and nothing of it was kept. "
    "Tell us in words what it shows."
)
"""The same as VIRUS, for a child or a neighbour."""
FULL = "We cannot take files just now. Tell us in words, and add the file later with your code."


class Nowhere(FileUploadHandler):
    """Files that nobody asked for: their bytes are passed over as they come."""

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]

    def receive_data_chunk(self, *_: object) -> None:
        return None

    def file_complete(self, *_: object) -> None:
        return None


class Memory(MemoryFileUploadHandler):
    """Files in memory, however large: what a page takes in all is in `web.middleware.LARGEST_AT`."""

    def handle_raw_input(self, *_: object, **__: object) -> None:
        self.activated = True


def take_none(request: HttpRequest) -> None:
    """This page takes no file, whatever is sent. Call it before anything reads the form."""
    request.upload_handlers = [Nowhere(request)]


def take_some(request: HttpRequest) -> None:
    """This page takes files, in memory."""
    request.upload_handlers = [Memory(request)]


def prepared(file: UploadedFile) -> Prepared:
    """A file that was sent, looked at and scanned. Raises Refused, with the file's name, in words for anybody."""
    if not vault.has_room():
        raise Refused(FULL)
    name = file.name or ""
    try:
        return prepare(file.read(), name)
    except Refused as no:
        raise Refused(f"{name}: {NOT_TAKEN if str(no) == VIRUS else no}") from no
