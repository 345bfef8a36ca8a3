"""A film as it may be published: its pictures and its sound, encoded anew, and nothing else of what came.

Nothing is copied from the file that came, not even a stream that looks clean: what people and devices write into films
stands in a dozen places, and only what is seen and heard is sure to be wanted. What comes out is the one kind of film
that every network and browser takes: MP4 with H.264 and AAC, 1080p, thirty pictures a second.

Faces in films are not looked for. A person watches the film and says who is in it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import av
import av.error
import av.logging
from av.stream import Disposition

from schoolgate.imaging.clean import Cleaned, encoded
from schoolgate.imaging.film_origin import origin_of_film
from schoolgate.imaging.film_tracks import THREADS, Pictures, Shape, Sound
from schoolgate.imaging.kinds import kind_of
from schoolgate.imaging.origin import Origin
from schoolgate.imaging.refusals import MOST_FILM_BYTES, MOST_FILM_PIXELS, MOST_FILM_SECONDS, BadPictureError
from schoolgate.imaging.streaming import index_first

if TYPE_CHECKING:
    from av.container import InputContainer

READERS = {"video/mp4": "mov", "video/quicktime": "mov", "video/webm": "matroska"}
SEEN = {"h264", "hevc", "vp8", "libvpx", "vp9", "libvpx-vp9", "av1", "libdav1d", "mpeg4", "mjpeg"}
HEARD = {"aac", "mp3", "mp3float", "opus", "libopus", "vorbis", "libvorbis", "alac", "pcm_s16le", "pcm_s16be"}
"""Codecs that telephones, cameras and browsers record in. No other is ever started."""


def clean_film(data: bytes) -> Cleaned:
    """The film's pictures, upright, and its sound, as an MP4. Raises BadPictureError.

    It takes about as long as the film lasts, and reads a stranger's file: call `filming.take_in_film`.
    """
    if len(data) > MOST_FILM_BYTES:
        raise BadPictureError("film_too_many_bytes")
    media = kind_of(data)
    if media not in READERS:
        raise BadPictureError("picture")
    av.logging.set_level(None)
    try:
        with _opened(data, media) as source:
            said, shape = _look(source)
        # Opened again from its start: the first look has decoded a picture.
        with _opened(data, media) as source:
            return _drawn(source, said, shape)
    except MemoryError as error:
        raise BadPictureError("film_too_much") from error
    except (av.error.FFmpegError, ValueError, EOFError, OverflowError) as error:
        raise BadPictureError from error


def _opened(data: bytes, media: str) -> InputContainer:
    return av.open(io.BytesIO(data), "r", READERS[media], metadata_errors="replace")


def _look(source: InputContainer) -> tuple[Origin, Shape]:
    """What it says of itself, and how its first picture stands."""
    video = _first(source, "video", SEEN)
    if _seconds(source.duration) > MOST_FILM_SECONDS:
        raise BadPictureError("film_too_long")
    if video.width * video.height > MOST_FILM_PIXELS:
        raise BadPictureError("film_too_many_pixels")
    said, first = origin_of_film(source), next(source.decode(video), None)
    if not isinstance(first, av.VideoFrame):
        raise BadPictureError
    return said, Shape.of(video, first)


def _drawn(source: InputContainer, said: Origin, shape: Shape) -> Cleaned:
    video, audio = _first(source, "video", SEEN), _first(source, "audio", HEARD)
    video.codec_context.thread_count = THREADS
    lasts, made = 0.0, io.BytesIO()
    # Exactly these bits: no name of a program, no date.
    with av.open(made, "w", "mp4", {"fflags": "+bitexact"}) as target:
        pictures = Pictures(target, shape, still_at=_seconds(source.duration) / 3)
        sound = Sound(target, audio) if audio else None
        for frame in _frames(source, [stream for stream in (video, audio) if stream]):
            lasts = max(lasts, frame.time or 0)
            if lasts > MOST_FILM_SECONDS:
                raise BadPictureError("film_too_long")
            if isinstance(frame, av.VideoFrame):
                pictures.take(frame)
            elif sound:
                sound.take(frame)
        pictures.end()
        if sound:
            sound.end()
    data, (still, _) = index_first(made.getvalue()), encoded(pictures.still(), flat=True)
    width, height = shape.size
    return Cleaned(data, "video/mp4", width, height, said, seconds=round(lasts, 1), sound=bool(sound), still=still)


def _frames(source: InputContainer, streams: list[Any]) -> Iterator[av.VideoFrame | av.AudioFrame]:
    """What is seen and heard, in the film's order, from a start at 0."""
    begins = _seconds(source.start_time)
    for packet in source.demux(streams):
        for frame in packet.decode():
            if isinstance(frame, av.VideoFrame | av.AudioFrame):
                if frame.pts is not None and frame.time_base:
                    frame.pts -= round(begins / frame.time_base)
                yield frame


def _first(source: InputContainer, kind: str, codecs: set[str]) -> Any:
    """The first stream of a kind that can be decoded; None where there is no sound. A cover is no film."""
    streams = [one for one in source.streams if one.type == kind and not one.disposition & Disposition.attached_pic]
    known = [one for one in streams if one.codec_context and one.codec_context.codec.name in codecs]
    if not known and (streams or kind == "video"):
        raise BadPictureError("film_other_kind")
    return known[0] if known else None


def _seconds(counted: int | None) -> float:
    return (counted or 0) / av.time_base
