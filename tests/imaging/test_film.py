"""Nothing of a film goes on but what is seen and heard: put in by exiftool and by hand, looked for by exiftool."""

from __future__ import annotations

import io
import struct
from fractions import Fraction
from itertools import pairwise

import av
import pytest
from PIL import Image

from carrying import FILM_TAGS, SECRET, a_film, a_photo, needs_exiftool, read_back, saved, told
from schoolgate.imaging import film, filming
from schoolgate.imaging.film import clean_film
from schoolgate.imaging.filming import take_in_film
from schoolgate.imaging.refusals import BadPictureError
from schoolgate.imaging.streaming import index_first

MUST_HAVE = {
    "QuickTime": """MajorBrand MinorVersion CompatibleBrands MovieHeaderVersion TimeScale Duration PreferredRate
    PreferredVolume PreviewTime PreviewDuration PosterTime SelectionTime SelectionDuration CurrentTime NextTrackID
    HandlerType HandlerVendorID MediaDataSize MediaDataOffset MatrixStructure CreateDate ModifyDate Free MediaData""",
    "Track1": """TrackHeaderVersion TrackID TrackDuration TrackLayer TrackVolume MatrixStructure ImageWidth ImageHeight
    MediaHeaderVersion MediaTimeScale MediaDuration MediaLanguageCode HandlerType HandlerDescription GraphicsMode OpColor
    CompressorID SourceImageWidth SourceImageHeight XResolution YResolution BitDepth ColorProfiles ColorPrimaries
    TransferCharacteristics MatrixCoefficients VideoFullRangeFlag BufferSize MaxBitrate AverageBitrate VideoFrameRate
    PixelAspectRatio TrackCreateDate TrackModifyDate MediaCreateDate MediaModifyDate Unknown_edts AVCConfiguration
    SyncSampleTable QuickTime_ColorRep_0x000a CompositionTimeToSample SampleToChunk SampleSizes ChunkOffset
    TimeToSampleTable""",
    "Track2": """TrackHeaderVersion TrackID TrackDuration TrackLayer TrackVolume MatrixStructure MediaHeaderVersion
    MediaTimeScale MediaDuration MediaLanguageCode HandlerType HandlerDescription Balance AudioFormat AudioChannels
    AudioBitsPerSample AudioSampleRate BufferSize MaxBitrate AverageBitrate
    TrackCreateDate TrackModifyDate MediaCreateDate MediaModifyDate Unknown_edts Unknown_esds Unknown_btrt
    TimeToSampleTable SampleToChunk SampleSizes ChunkOffset SampleGroupDescription SampleToGroup""",
    "File": "FileType FileTypeExtension MIMEType",
    "Composite": "ImageSize Megapixels AvgBitrate Rotation",
}
"""What exiftool finds in a film that holds pictures, sound and nothing more."""
ALLOWED = {f"{group}:{name}" for group, names in MUST_HAVE.items() for name in names.split()}
OUTSIDE = ("SourceFile", "ExifTool:", "System:")


def streams_of(data):
    with av.open(io.BytesIO(data)) as source:
        return [(one.type, one.codec_context.codec.name) for one in source.streams]


def frames_of(data):
    with av.open(io.BytesIO(data)) as source:
        return [(frame.time, frame.to_image()) for frame in source.decode(video=0)]


@needs_exiftool
@pytest.mark.parametrize("container", ["mp4", "mov"])
def test_nothing_of_what_was_put_in_comes_out(container, tmp_path):
    data = told(a_film(container=container), tmp_path, *FILM_TAGS)
    before = read_back(data, tmp_path)
    assert sum(SECRET in str(value) for value in before.values()) >= 4
    assert any("GPS" in name for name in before)
    cleaned = clean_film(data)
    after = read_back(cleaned.data, tmp_path)
    assert {k: v for k, v in after.items() if not k.startswith(OUTSIDE) and k not in ALLOWED} == {}
    assert {v for k, v in after.items() if k.endswith("HandlerDescription")} == {"VideoHandler", "SoundHandler"}
    assert {str(value) for name, value in after.items() if name.endswith("Date") and not name.startswith("System")} == {
        "0000:00:00 00:00:00"
    }
    for word in (SECRET, "Canon", "x264", "Lavf", "Lavc", "+51", "xpacket"):
        assert word.encode() not in cleaned.data
    assert "the place" in cleaned.origin.held()
    assert (cleaned.origin.make, cleaned.origin.model) == ("Canon", "EOS 2000D")


def test_what_apples_telephones_say_is_read_and_gone():
    cleaned = clean_film(a_film(container="mov", apple="yes"))
    said = cleaned.origin
    assert (said.make, said.model, said.taken) == ("Apple", "iPhone 17", "2026-05-01T10:12:13+01:00")
    assert said.held() == ["the place", "the device", "when it was taken", "words that somebody wrote"]
    assert b"apple" not in cleaned.data


def test_the_boxes_of_what_comes_out_are_those_that_a_film_must_have():
    cleaned = clean_film(a_film())
    assert kinds(cleaned.data, 0, len(cleaned.data)) <= {*BOXES.split()}
    assert cleaned.data.count(b"\0\0\0\x08ilst") == 1  # the place for words, which is empty


BOXES = """ftyp moov mdat free mvhd trak tkhd edts elst mdia mdhd hdlr minf vmhd smhd dinf dref stbl stsd stts stss ctts
stsc stsz stco sgpd sbgp udta"""
HOLDING = ("moov", "trak", "mdia", "minf", "stbl", "edts")


def kinds(data, begin, end):
    found = set()
    while begin < end:
        size, kind = struct.unpack_from(">I4s", data, begin)
        found.add(kind.decode())
        if kind.decode() in HOLDING:
            found |= kinds(data, begin + 8, begin + size)
        begin += size
    return found


def units(data):
    """The kinds of unit in the H.264 that comes out (ITU-T H.264, table 7-1)."""
    with av.open(io.BytesIO(data)) as source:
        found = set()
        for packet in source.demux(video=0):
            raw, at = bytes(packet), 0
            while at + 4 < len(raw):
                (length,) = struct.unpack_from(">I", raw, at)
                found.add(raw[at + 4] & 31)
                at += 4 + length
        return found


def test_no_device_says_anything_between_the_pictures():
    said = a_film(**{"x264-params": "annexb=1"})
    assert 6 in units(said)
    assert units(clean_film(said).data) <= {1, 5, 7, 8}


def test_tracks_that_are_neither_seen_nor_heard_are_told_and_gone():
    made, cover = io.BytesIO(), saved(a_photo((90, 60)), "JPEG", comment=SECRET.encode())
    with av.open(io.BytesIO(a_film(sound=None))) as source, av.open(made, "w", "matroska") as target:
        target.add_attachment("cover.jpg", "image/jpeg", cover)
        seen = target.add_stream_from_template(source.streams.video[0])
        words = target.add_mux_stream("subrip")
        target.set_chapters(
            [{"id": 1, "start": 0, "end": 1000, "time_base": Fraction(1, 1000), "metadata": {"title": SECRET}}]
        )
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = seen
                target.mux(packet)
        line = av.Packet(SECRET.encode())
        line.stream, line.pts, line.dts, line.duration, line.time_base = words, 0, 0, 1000, Fraction(1, 1000)
        target.mux(line)
    data = made.getvalue()
    assert data.count(SECRET.encode()) >= 3
    cleaned = clean_film(data)
    assert cleaned.origin.tracks
    assert streams_of(cleaned.data) == [("video", "h264")]
    assert SECRET.encode() not in cleaned.data
    assert not cleaned.sound


@pytest.mark.parametrize(
    ("codec", "container", "sound", "colours"),
    [
        ("libx265", "mov", "aac", "yuv420p"),
        ("libx265", "mp4", "aac", "yuv420p10le"),
        ("mjpeg", "mov", "pcm_s16le", "yuvj420p"),
        ("mpeg4", "mp4", "aac", "yuv420p"),
        ("libvpx", "webm", "libopus", "yuv420p"),
        ("libvpx-vp9", "webm", "libopus", "yuv420p"),
    ],
)
def test_films_as_telephones_cameras_and_browsers_record_them_all_become_one_kind(codec, container, sound, colours):
    cleaned = clean_film(a_film(codec, container, sound=sound, colours=colours))
    assert (cleaned.media, cleaned.size, cleaned.sound) == ("video/mp4", (320, 180), True)
    assert streams_of(cleaned.data) == [("video", "h264"), ("audio", "aac")]
    assert cleaned.seconds == pytest.approx(2, abs=0.1)
    frames = frames_of(cleaned.data)
    assert len(frames) == pytest.approx(50, abs=2)
    assert corner(frames[10][1]) == "upper left"
    assert SECRET.encode() not in cleaned.data


def corner(image):
    """Where the green corner is."""
    wide, high = image.size
    places = {
        "upper left": (10, 10),
        "upper right": (wide - 10, 10),
        "lower left": (10, high - 30),
        "lower right": (wide - 10, high - 30),
    }
    green = [name for name, at in places.items() if image.getpixel(at)[1] > 120 > image.getpixel(at)[0]]
    assert len(green) == 1, green
    return green[0]


@needs_exiftool
@pytest.mark.parametrize(
    ("turn", "size", "where"),
    [(90, (180, 320), "upper right"), (180, (320, 180), "lower right"), (270, (180, 320), "lower left")],
)
def test_a_film_stands_upright(turn, size, where, tmp_path):
    cleaned = clean_film(told(a_film(seconds=0.5), tmp_path, f"-Rotation={turn}"))
    assert cleaned.size == size
    (_, first), *_ = frames_of(cleaned.data)
    assert first.size == size
    assert corner(first) == where
    with Image.open(io.BytesIO(cleaned.still)) as still:
        assert corner(still) == where


def test_seen_and_heard_stay_together():
    """The bar stands where it stood, and the sound begins when it began."""
    frames = frames_of(clean_film(a_film()).data)
    for when, image in frames[5:40:7]:
        row = [image.getpixel((x, image.height - 8))[2] for x in range(image.width)]
        assert row.index(max(row)) == pytest.approx(320 * when / 2 + 5, abs=9)
    with av.open(io.BytesIO(clean_film(a_film()).data)) as source:
        assert [stream.start_time for stream in source.streams] == [0, 0]


@pytest.mark.parametrize(("container", "codec", "sound"), [("mp4", "libx264", "aac"), ("webm", "libvpx", "libopus")])
def test_a_film_whose_clock_began_long_before_begins_at_once(container, codec, sound):
    late = a_film(codec, container, sound=sound, begins=300)
    cleaned = clean_film(late)
    assert cleaned.seconds == pytest.approx(2, abs=0.1)
    with av.open(io.BytesIO(cleaned.data)) as source:
        starts = [float((stream.start_time or 0) * stream.time_base) for stream in source.streams]
    assert starts == pytest.approx([0, 0], abs=0.05)


@pytest.mark.parametrize(("came", "goes"), [("mono", 1), ("stereo", 2), ("5.1", 2)])
def test_sound_from_all_around_is_heard_in_two_channels(came, goes):
    with av.open(io.BytesIO(clean_film(a_film(layout=came)).data)) as source:
        assert source.streams.audio[0].codec_context.layout.nb_channels == goes
        loudest = max(abs(frame.to_ndarray()).max() for frame in source.decode(audio=0))
    assert loudest > 0.1


def test_a_film_that_is_large_and_quick_becomes_1080p_and_thirty_pictures_a_second():
    cleaned = clean_film(a_film(size=(2560, 1440), seconds=0.2, rate=60, preset="ultrafast"))
    assert cleaned.size == (1920, 1080)
    times = [when for when, _ in frames_of(cleaned.data)]
    assert min(b - a for a, b in pairwise(times)) == pytest.approx(1 / 30, abs=0.001)


def test_colours_brighter_than_screens_show_are_brought_back():
    bright = a_film("libx265", colours="yuv420p10le", seconds=0.3, color_trc="arib-std-b67", color_primaries="bt2020")
    with av.open(io.BytesIO(clean_film(bright).data)) as source:
        first = next(source.decode(video=0))
        assert (first.color_trc, first.color_primaries, first.format.name) == (1, 1, "yuv420p")


def test_the_still_is_a_picture_with_nothing_but_pixels():
    cleaned = clean_film(a_film())
    with Image.open(io.BytesIO(cleaned.still)) as still:
        assert (still.format, still.size) == ("JPEG", (320, 180))
        assert set(still.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_the_index_stands_first_so_that_a_browser_can_begin_at_once():
    cleaned = clean_film(a_film())
    assert cleaned.data.find(b"moov") < cleaned.data.find(b"mdat")
    assert index_first(cleaned.data) == cleaned.data


def code_of(data):
    with pytest.raises(BadPictureError) as refused:
        clean_film(data)
    return refused.value.code


def test_what_is_not_taken_says_why(monkeypatch):
    whole = a_film(seconds=0.4)
    assert code_of(b"") == "empty"
    assert code_of(b"words") == "not_a_picture"
    assert code_of(saved(a_photo(), "JPEG")) == "picture"
    assert code_of(whole[: len(whole) // 2]) == "broken"
    assert code_of(a_film("prores_ks", "mov", colours="yuv422p10le", seconds=0.2)) == "film_other_kind"
    monkeypatch.setattr(film, "MOST_FILM_SECONDS", 0.3)
    assert code_of(whole) == "film_too_long"
    monkeypatch.setattr(film, "MOST_FILM_PIXELS", 100)
    assert code_of(a_film(seconds=0.2)) == "film_too_many_pixels"
    monkeypatch.setattr(film, "MOST_FILM_BYTES", 1000)
    assert code_of(whole) == "film_too_many_bytes"


def test_a_film_that_lies_about_its_length_is_cut_short_too(monkeypatch):
    monkeypatch.setattr(film, "MOST_FILM_SECONDS", 1)
    monkeypatch.setattr(film, "_seconds", lambda counted: 0.0)
    assert code_of(a_film()) == "film_too_long"


def test_sound_alone_is_no_film():
    made = io.BytesIO()
    with av.open(made, "w", "mp4") as target:
        heard = target.add_stream("aac", rate=48000, layout="mono")
        silence = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        silence.sample_rate = 48000
        silence.planes[0].update(bytes(4096))
        target.mux(heard.encode(silence))
        target.mux(heard.encode(None))
    assert code_of(made.getvalue()) == "film_other_kind"


@pytest.mark.parametrize("container", ["mp4", "webm"])
def test_a_broken_film_gets_an_answer_wherever_it_breaks(container):
    whole = a_film(
        **({} if container == "mp4" else {"codec": "libvpx", "sound": "libopus"}), container=container, seconds=0.3
    )
    for at in range(40, len(whole), len(whole) // 25):
        for broken in (whole[:at], whole[:at] + bytes(9) + whole[at + 9 :], whole[:at] + whole[at + 5 :]):
            try:
                cleaned = clean_film(broken)
            except BadPictureError:
                continue
            assert cleaned.media == "video/mp4"


def test_a_film_that_comes_in_is_cleaned_in_a_process_of_its_own(monkeypatch):
    data = a_film(seconds=0.5)
    cleaned = take_in_film(data)
    assert (cleaned.size, cleaned.sound, cleaned.origin.place) == ((320, 180), True, True)
    assert SECRET.encode() not in cleaned.data + cleaned.still
    with pytest.raises(BadPictureError) as refused:
        take_in_film(b"words")
    assert refused.value.code == "not_a_picture"
    monkeypatch.setattr(filming, "SECONDS", 0.01)
    with pytest.raises(BadPictureError) as refused:
        take_in_film(data)
    assert refused.value.code == "film_too_much"
