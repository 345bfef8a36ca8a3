from django.urls import URLPattern, path

from schoolgate.publishing.pictures.views import covering, devices, faces, library, originals, picture

AT = "pictures/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("pictures/", library.library, name="pictures"),
    path("pictures/add/", library.add, name="picture_add"),
    path("pictures/albums/<int:number>/", library.album, name="album"),
    path("pictures/albums/<int:number>/waiting/", library.album_waiting, name="album_waiting"),
    path("pictures/devices/", devices.devices, name="devices"),
    path("pictures/devices/learn/", devices.learn, name="device_learn"),
    path("pictures/devices/add/", devices.add, name="device_add"),
    path("pictures/devices/<int:device>/end/", devices.end, name="device_end"),
    path(AT, picture.picture, name="picture"),
    path(AT + "image/", picture.image, name="picture_image"),
    path(AT + "small/", picture.small, name="picture_small"),
    path(AT + "numbered/", picture.numbered, name="picture_numbered"),
    path(AT + "words/", picture.describe_it, name="picture_words"),
    path(AT + "device/", picture.device, name="picture_device"),
    path(AT + "cover/", covering.cover_faces, name="picture_cover"),
    path(AT + "original/", originals.original, name="picture_original"),
    path(AT + "put-away/", picture.put_away, name="picture_put_away"),
    path(AT + "looked/", faces.looked, name="picture_looked"),
    path(AT + "who/", faces.who, name="film_who"),
    path(AT + "faces/add/", faces.add, name="picture_face_add"),
    path(AT + "faces/<int:face>/", faces.face, name="picture_face"),
    path(AT + "faces/<int:face>/image/", faces.face_image, name="picture_face_image"),
]
