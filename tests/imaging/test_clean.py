"""Nothing of a picture goes on but its pixels: put in by exiftool and by hand, looked for by exiftool."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image, ImageCms, ImageDraw
from pillow_heif import from_pillow

from carrying import SECRET, SERIAL, a_photo, everything, makers_note, needs_exiftool, read_back, saved, told
from schoolgate.imaging.clean import LONGEST, SANE_BYTES, clean
from schoolgate.imaging.origin import Origin, origin
from schoolgate.imaging.refusals import BadPictureError

KINDS = ["JPEG", "PNG", "WEBP", "HEIF", "GIF"]
MUST_HAVE = {
    "File": "FileType FileTypeExtension MIMEType ImageWidth ImageHeight EncodingProcess BitsPerSample ColorComponents "
    "YCbCrSubSampling",
    "JFIF": "JFIFVersion ResolutionUnit XResolution YResolution",
    "PNG": "ImageWidth ImageHeight BitDepth ColorType Compression Filter Interlace",
    "Composite": "ImageSize Megapixels",
}
"""What exiftool finds in a file that holds a picture and nothing more."""
OUTSIDE = ("SourceFile", "ExifTool:", "System:")


def found_in(data, folder):
    allowed = {f"{group}:{name}" for group, names in MUST_HAVE.items() for name in names.split()}
    return {k: v for k, v in read_back(data, folder).items() if not k.startswith(OUTSIDE) and k not in allowed}


@needs_exiftool
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_what_was_put_in_comes_out(kind, tmp_path):
    data = everything(kind, tmp_path)
    before = found_in(data, tmp_path)
    assert sum(SECRET in str(value) for value in before.values()) >= (2 if kind == "GIF" else 5)
    if kind != "GIF":
        assert any("GPS" in key for key in before)
    cleaned = clean(data)
    assert found_in(cleaned.data, tmp_path) == {}
    assert SECRET.encode() not in cleaned.data
    assert SERIAL.encode() not in cleaned.data
    assert parts(cleaned.data) <= {"ffd8", "ffe0", "ffdb", "ffc0", "ffc4", "ffda", "ffd9", "IHDR", "IDAT", "IEND"}


def parts(data):
    """The kinds of part that a JPEG or PNG is made of, to its last byte."""
    if data.startswith(b"\x89PNG"):
        kinds, at = set(), 8
        while at < len(data):
            (length,) = struct.unpack_from(">I", data, at)
            kinds.add(data[at + 4 : at + 8].decode())
            at += 12 + length
        return kinds
    kinds, at = {"ffd8"}, 2
    while data[at : at + 2] != b"\xff\xda":
        kinds.add(data[at : at + 2].hex())
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    assert data.endswith(b"\xff\xd9")
    assert data.count(b"\xff\xd9") == 1
    return kinds | {"ffda", "ffd9"}


@needs_exiftool
@pytest.mark.parametrize("kind", KINDS)
def test_where_it_comes_from_is_read_before_it_is_thrown_away(kind, tmp_path):
    said = origin(everything(kind, tmp_path))
    assert said.place
    assert said.words
    assert said.serial == SERIAL
    if kind != "GIF":
        assert (said.make, said.model, said.lens_serial) == ("Canon", "EOS 2000D", "LENS-99")
        assert said.taken == "2026-05-01T10:12:13+01:00"
    assert said.thumbnail == (kind == "JPEG")
    assert "the place" in said.held()
    assert SECRET not in str(said)


@needs_exiftool
@pytest.mark.parametrize(
    ("tags", "said"),
    [
        (["-EXIF:GPSLatitude=51.5", "-EXIF:GPSLatitudeRef=N"], Origin(place=True)),
        (["-XMP-exif:GPSLongitude=0.1 W"], Origin(place=True)),
        (["-XMP-photoshop:City=Leeds"], Origin(place=True)),
        (["-XMP-iptcExt:LocationCreatedCity=Leeds"], Origin(place=True)),
        (["-IPTC:City=Leeds"], Origin(place=True)),
        (["-IPTC:Caption-Abstract=Ann"], Origin(words=True)),
        (["-XMP-iptcExt:PersonInImage=Ann"], Origin(words=True)),
        (["-EXIF:UserComment=Ann"], Origin(words=True)),
        (["-EXIF:XPTitle=Ann"], Origin(words=True)),
        (["-Comment=Ann"], Origin(words=True)),
        (["-XMP-tiff:Make=Apple", "-XMP-tiff:Model=iPad"], Origin("Apple", "iPad")),
        (["-XMP-exifEX:SerialNumber=A7"], Origin(serial="A7")),
        (["-XMP-aux:LensSerialNumber=B8"], Origin(lens_serial="B8")),
        (["-XMP-exif:DateTimeOriginal=2026:05:01 10:12:13+01:00"], Origin(taken="2026-05-01T10:12:13+01:00")),
        (["-EXIF:ModifyDate=2026:05:01 10:12:13"], Origin(taken="2026-05-01T10:12:13")),
        (["-n", "-EXIF:DateTimeOriginal=0000:00:00 00:00:00"], Origin()),
        (["-EXIF:Orientation=Rotate 90 CW"], Origin()),
    ],
    ids=lambda value: value[0].split("=")[0].lstrip("-") if isinstance(value, list) else "",
)
def test_each_place_in_which_something_may_stand_is_read(tags, said, tmp_path):
    assert origin(told(saved(a_photo((64, 48)), "JPEG"), tmp_path, *tags)) == said


@pytest.mark.parametrize(
    ("make", "serial"), [("Canon", "0471100042"), ("NIKON CORPORATION", SERIAL), ("FUJIFILM", SERIAL)]
)
def test_the_serial_number_is_read_from_the_makers_own_note(make, serial):
    assert origin(makers_note(make)).serial == serial


@needs_exiftool
@pytest.mark.parametrize(("make", "serial"), [("Canon", "0471100042"), ("NIKON CORPORATION", SERIAL)])
def test_the_notes_are_as_cameras_write_them(make, serial, tmp_path):
    assert [v for k, v in read_back(makers_note(make), tmp_path).items() if k.endswith(":SerialNumber")] == [serial]


def test_a_picture_that_says_nothing_says_nothing():
    for kind in KINDS:
        assert origin(saved(a_photo(), kind)) == Origin()
    assert Origin().held() == []


def test_a_comment_that_cameras_leave_empty_is_nobodys_words():
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + bytes(40)
    assert not origin(saved(a_photo(), "JPEG", exif=exif)).words


def test_the_seconds_of_film_behind_a_telephones_picture_are_told_and_gone():
    data = saved(a_photo(), "JPEG", xmp=b'<x:xmpmeta><r GCamera:MotionPhoto="1"/></x:xmpmeta>') + b"\0\0\0\x18ftypmp42"
    assert origin(data).held() == ["a short film"]
    assert b"ftyp" not in clean(data).data


@needs_exiftool
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_stands_upright(kind, tmp_path):
    image = Image.new("RGB", (64, 32), "white")
    image.paste("black", (0, 0, 32, 32))
    cleaned = clean(told(saved(image, kind), tmp_path, "-n", "-EXIF:Orientation=6"))
    assert (cleaned.width, cleaned.height) == (32, 64)
    with Image.open(io.BytesIO(cleaned.data)) as upright:
        assert upright.convert("L").getpixel((16, 8)) < 20
        assert upright.convert("L").getpixel((16, 56)) > 235


def test_a_telephones_picture_is_turned_once():
    """HEIC says in a property of its own how it is turned; its EXIF is not to be followed too (ISO/IEC 23008-12)."""
    image, made, exif = Image.new("RGB", (64, 32), "white"), io.BytesIO(), Image.Exif()
    image.paste("black", (0, 0, 32, 32))
    exif[0x0112] = 6
    from_pillow(image).save(made, exif=exif.tobytes())
    assert b"irot" in made.getvalue()
    cleaned = clean(made.getvalue())
    assert cleaned.size == (32, 64)
    with Image.open(io.BytesIO(cleaned.data)) as upright:
        assert upright.convert("L").getpixel((16, 8)) < 20


@pytest.mark.parametrize("size", [(4000, 3000), (3000, 4000), (5000, 40), (2049, 2048)])
def test_no_side_is_longer_than_it_may_be(size):
    cleaned = clean(saved(Image.new("RGB", size, "teal"), "JPEG"))
    assert max(cleaned.size) == LONGEST
    assert cleaned.width / cleaned.height == pytest.approx(size[0] / size[1], rel=0.03)


def test_a_small_picture_keeps_its_size():
    assert clean(saved(a_photo(), "JPEG")).size == (640, 480)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_colours_are_those_that_every_screen_shows(kind):
    """A profile in which red and green change places is applied, and then gone."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"----", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"----", b"gXYZ", 1)
    for pixels in (Image.new("RGB", (80, 80), (0, 240, 0)), green_noise()):
        cleaned = clean(saved(pixels, kind, icc_profile=swapped))
        with Image.open(io.BytesIO(cleaned.data)) as drawn:
            assert "icc_profile" not in drawn.info
            red, green, blue = drawn.convert("RGB").resize((1, 1)).getpixel((0, 0))
        assert red > 150 > 100 > green + blue


def green_noise():
    nothing = Image.new("L", (200, 200))
    return Image.merge(
        "RGB", [nothing, Image.effect_noise((200, 200), 70).point(lambda value: 200 + value // 5), nothing]
    )


def test_a_broken_profile_is_as_none():
    made = clean(saved(Image.new("RGB", (40, 40), (200, 30, 60)), "PNG", icc_profile=b"no profile at all"))
    with Image.open(io.BytesIO(made.data)) as image:
        assert image.getpixel((5, 5)) == (200, 30, 60)


def test_what_can_be_seen_through_stays_so_and_hides_nothing():
    image = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    ImageDraw.Draw(image).text((10, 10), SECRET, (255, 255, 255, 0))
    image.paste((10, 120, 90, 255), (100, 0, 200, 100))
    made = clean(saved(image, "PNG"))
    assert made.media == "image/png"
    with Image.open(io.BytesIO(made.data)) as drawn:
        assert drawn.mode == "RGBA"
        assert drawn.crop((0, 0, 100, 100)).getcolors() == [(10_000, (0, 0, 0, 0))]
        assert drawn.getpixel((150, 50)) == (10, 120, 90, 255)
    flat = clean(saved(image, "PNG"), flat=True)
    assert flat.media == "image/jpeg"
    with Image.open(io.BytesIO(flat.data)) as drawn:
        assert drawn.getpixel((20, 60)) == (255, 255, 255)


def test_a_drawing_is_png_and_a_photograph_jpeg_whatever_they_came_as():
    drawing = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(drawing).ellipse((50, 50, 150, 150), fill="navy")
    assert clean(saved(drawing, "GIF")).media == clean(saved(drawing, "WEBP", lossless=True)).media == "image/png"
    assert clean(saved(a_photo(), "PNG")).media == clean(saved(a_photo(), "HEIF")).media == "image/jpeg"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_every_mode_is_drawn_as_it_looks(mode):
    image = Image.new("L", (64, 32), 255)
    image.paste(0, (0, 0, 32, 32))
    if mode == "I;16":
        image = Image.frombytes("I;16", (64, 32), b"".join(bytes([0, value]) for value in image.tobytes()))
    else:
        image = image.convert(mode)
    with Image.open(io.BytesIO(clean(saved(image, "PNG")).data)) as drawn:
        assert drawn.convert("L").getpixel((16, 16)) < 5
        assert drawn.convert("L").getpixel((48, 16)) > 250


def test_sixteen_bits_are_made_eight_and_not_cut_off():
    grey = Image.frombytes("I;16", (40, 40), b"\0\x80" * 1600)
    with Image.open(io.BytesIO(clean(saved(grey, "PNG")).data)) as drawn:
        assert drawn.convert("L").getpixel((5, 5)) == 128


def test_a_picture_for_print_looks_the_same():
    with Image.open(io.BytesIO(clean(saved(Image.new("CMYK", (60, 60), (0, 255, 255, 0)), "JPEG")).data)) as drawn:
        red, green, blue = drawn.convert("RGB").getpixel((30, 30))
    assert red > 200
    assert max(green, blue) < 60


def test_of_a_camera_that_takes_two_pictures_at_once_the_first_is_taken_and_nothing_moved():
    two = clean(saved(a_photo(), "MPO", save_all=True, append_images=[a_photo((320, 240))]))
    assert (two.size, two.media, two.animated) == ((640, 480), "image/jpeg", False)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_picture_is_taken_and_that_is_said(kind):
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("red", "blue", "green")]
    moving = clean(saved(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True))
    assert moving.animated
    with Image.open(io.BytesIO(moving.data)) as drawn:
        assert getattr(drawn, "n_frames", 1) == 1
        assert drawn.convert("RGB").getpixel((5, 5))[0] > 250
    assert not clean(saved(frames[0], kind)).animated


def test_a_photograph_full_of_detail_has_bytes_that_networks_take():
    noise = Image.merge("RGB", [Image.effect_noise((2400, 1800), 40 + n) for n in range(3)])
    assert len(clean(saved(noise, "JPEG")).data) < 1.6 * SANE_BYTES
    see_through = noise.convert("RGBA")
    see_through.putalpha(Image.effect_noise((2400, 1800), 80))
    assert clean(saved(see_through, "PNG")).media == "image/jpeg"


def code_of(data):
    with pytest.raises(BadPictureError) as refused:
        clean(data)
    assert str(refused.value).endswith(".")
    return refused.value.code


def test_what_is_not_taken_says_why():
    assert code_of(b"") == "empty"
    assert code_of(b"words") == "not_a_picture"
    assert code_of(saved(a_photo(), "TIFF")) == code_of(saved(a_photo(), "BMP")) == "other_kind"
    assert code_of(saved(a_photo(), "AVIF")) == "other_kind"
    assert code_of(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom") == code_of(b"\x1a\x45\xdf\xa3") == "film"
    assert code_of(saved(a_photo(), "PNG")[:4000]) == code_of(saved(a_photo(), "JPEG")[:4000]) == "broken"
    assert code_of(saved(a_photo(), "JPEG") + bytes(25 * 1024 * 1024)) == "too_many_bytes"


def test_where_a_film_comes_from_is_not_asked_here():
    with pytest.raises(BadPictureError) as refused:
        origin(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom")
    assert refused.value.code == "film"


def test_a_small_file_that_holds_a_picture_to_fill_the_memory_is_refused_before_it_is_opened(monkeypatch):
    bomb = saved(Image.new("1", (30_000, 30_000)), "PNG")
    assert len(bomb) < 200_000
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("It was opened."))
    assert code_of(bomb) == "too_many_pixels"
    assert code_of(saved_head(9_000, 9_000)) == "too_many_pixels"


def saved_head(width, height):
    """A GIF that says it is that large, and has nothing in it."""
    return (
        b"GIF89a" + struct.pack("<HH", width, height) + bytes(3) + b"," + bytes(4) + struct.pack("<HH", 1, 1) + b"\0;"
    )
