"""The two tracks of a film that is made: what is seen, and what is heard."""

from __future__ import annotations

import os
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import av
import av.error
from av.bitstream import BitStreamFilterContext
from av.codec.context import Flags
from av.filter import Graph
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from PIL import Image

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import OutputContainer

LONGER, SHORTER, RATE = 1920, 1080, 30
CODING = {"preset": "veryfast", "crf": "23", "maxrate": "6M", "bufsize": "12M", "profile": "high", "a53cc": "0"}
SLICES = "filter_units=pass_types=1-5|7|8"
"""Units of H.264 that are kept: pictures, and what it takes to decode them (ITU-T H.264, table 7-1). Not number 6, in
which an encoder or a device can say what it likes."""
BRIGHTER = {ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67}
"""How telephones write colours that are brighter than most screens show."""
ORDINARY = "out_color_matrix=bt709:out_range=tv"
DARKENED = f"{ORDINARY}:out_transfer=bt709:out_primaries=bt709"
TURNS = {90: (("transpose", "cclock"),), 180: (("hflip", ""), ("vflip", "")), 270: (("transpose", "clock"),)}
"""Degrees against the clock that a picture has to be turned: how."""
SOUND_RATE, SOUND_BITS = 48_000, 128_000
THREADS = min(4, os.cpu_count() or 1)


class Shape(NamedTuple):
    """How the pictures of a film will be: size in pixels, upright; the turn that takes; pictures a second; colours."""

    size: tuple[int, int]
    turn: int
    rate: Fraction
    colours: str

    @classmethod
    def of(cls, video: Any, first: av.VideoFrame) -> Shape:
        """Of a stream and its first picture."""
        turn = first.rotation % 360
        # A pixel need not be square.
        wide, high = first.width * float(video.sample_aspect_ratio or 1), float(first.height)
        if turn in (90, 270):
            wide, high = high, wide
        scale = min(1, LONGER / max(wide, high), SHORTER / min(wide, high))
        size = max(2, round(wide * scale / 2) * 2), max(2, round(high * scale / 2) * 2)
        rate = min(Fraction(RATE), video.average_rate or video.guessed_rate or Fraction(RATE)).limit_denominator(1001)
        return cls(size, turn, max(rate, Fraction(1)), DARKENED if first.color_trc in BRIGHTER else ORDINARY)


class Pictures:
    """What is seen: turned upright, made smaller, and drawn anew."""

    def __init__(self, target: OutputContainer, shape: Shape, still_at: float) -> None:
        self._target, self._shape, self._still_at = target, shape, still_at
        self._out: Any = target.add_stream("libx264", rate=shape.rate, options=CODING)
        self._out.width, self._out.height = shape.size
        self._out.pix_fmt = "yuv420p"
        coder = self._out.codec_context
        coder.flags |= Flags.bitexact
        coder.thread_count = THREADS
        coder.color_primaries, coder.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        coder.colorspace, coder.color_range = Colorspace.ITU709, ColorRange.MPEG
        self._slices = BitStreamFilterContext(SLICES, "h264")
        self._graph: Graph | None = None
        self._kind: tuple[int, int, str] | None = None
        self._last = -1
        self._still: av.VideoFrame | None = None

    def take(self, frame: av.VideoFrame) -> None:
        kind = frame.width, frame.height, frame.format.name
        if kind != self._kind:
            self._flush()
            self._graph, self._kind = self._filters(frame), kind
        assert self._graph
        self._graph.vpush(frame)
        self._pull(self._graph)

    def end(self) -> None:
        self._flush()
        self._write(self._out.encode(None))

    def still(self) -> Image.Image:
        """One moment: a third into the film, or its last. Raises ValueError where there is no picture at all."""
        if self._still is None:
            raise ValueError("There is no picture in this film.")
        return Image.fromarray(self._still.to_ndarray(format="rgb24"))

    def _filters(self, frame: av.VideoFrame) -> Graph:
        graph, (wide, high) = Graph(), self._shape.size
        graph.threads = THREADS
        nodes = [graph.add_buffer(None, frame.width, frame.height, frame.format, None, frame.time_base)]
        nodes += [graph.add(name, how) for name, how in TURNS.get(self._shape.turn, ())]
        nodes += [
            # Smaller first: bringing colours back is what takes time.
            graph.add("scale", f"{wide}:{high}"),
            graph.add("scale", self._shape.colours),
            graph.add("setsar", "1"),
            graph.add("fps", str(self._shape.rate)),
            graph.add("format", "yuv420p"),
            graph.add("buffersink"),
        ]
        graph.link_nodes(*nodes).configure()
        return graph

    def _flush(self) -> None:
        if self._graph:
            self._graph.vpush(None)
            self._pull(self._graph)

    def _pull(self, graph: Graph) -> None:
        while True:
            try:
                frame = graph.vpull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            if frame.pts is None or frame.pts <= self._last:
                continue
            self._last = frame.pts
            if self._still is None or (self._still.time or 0) < self._still_at:
                self._still = frame
            # What kind of picture it was in the film that came is not what it will be in this one.
            frame.pict_type = 0
            self._write(self._out.encode(frame))

    def _write(self, packets: list[av.Packet[Any]]) -> None:
        for packet in packets:
            for kept in self._slices.filter(packet):
                kept.stream = self._out
                self._target.mux(kept)


class Sound:
    """What is heard: in one or two channels, 48,000 times a second."""

    def __init__(self, target: OutputContainer, source: AudioStream) -> None:
        layout = "mono" if source.codec_context.channels == 1 else "stereo"
        self._target = target
        self._out: Any = target.add_stream("aac", rate=SOUND_RATE, layout=layout)
        self._out.codec_context.bit_rate = SOUND_BITS
        self._out.codec_context.flags |= Flags.bitexact
        self._resampler = av.AudioResampler("fltp", layout, SOUND_RATE)

    def take(self, frame: av.AudioFrame | None) -> None:
        for same in self._resampler.resample(frame):
            self._target.mux(self._out.encode(same))

    def end(self) -> None:
        self.take(None)
        self._target.mux(self._out.encode(None))
