"""OneRoster sets, made up row by row."""

from __future__ import annotations

import csv
import io
import zipfile
from copy import deepcopy
from pathlib import Path

HEADERS: dict[str, str] = {
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,"
    "subjectCodes",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
    "beginDate,endDate",
    "demographics": "sourcedId,status,dateLastModified,birthDate,sex",
    "users": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
    "userProfileSourcedId",
}
USERS_12 = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,"
    "sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,resourceSourcedIds,preferredGivenName,"
    "preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns"
)
Row = dict[str, str]


class Set:
    """A set under way: change `tables[name]` (rows by column), `headers[name]`, or a whole file by `files[name]`."""

    def __init__(self, version: str = "1.1") -> None:
        self.version = version
        self.mode = "bulk"
        self.headers = dict(HEADERS)
        if version == "1.2":
            self.headers["users"] = USERS_12
        self.tables: dict[str, list[Row]] = {}
        self.modes: dict[str, str] = {}
        self.files: dict[str, bytes | None] = {}

    def add(self, table: str, **cells: str) -> Row:
        self.tables.setdefault(table, []).append(cells)
        return cells

    def user(self, key: str, role: str, given: str, family: str, org: str = "S1", **cells: str) -> Row:
        """Somebody, with what their version of OneRoster says of roles."""
        cells = {"enabledUser": "true", "username": key, "givenName": given, "familyName": family, **cells}
        if self.version == "1.2":
            self.role(key, role, org)
            return self.add("users", sourcedId=key, **cells)
        return self.add("users", sourcedId=key, role=role, orgSourcedIds=org, **cells)

    def role(self, user: str, role: str, org: str = "S1", **cells: str) -> Row:
        key = f"{user}-{role}-{org}"
        return self.add(
            "roles", sourcedId=key, userSourcedId=user, role=role, roleType="primary", orgSourcedId=org, **cells
        )

    def find(self, table: str, key: str) -> Row:
        return next(row for row in self.tables[table] if row["sourcedId"] == key)

    def drop(self, table: str, *keys: str) -> None:
        self.tables[table] = [row for row in self.tables[table] if row["sourcedId"] not in keys]

    def copy(self) -> Set:
        return deepcopy(self)

    def changes(self) -> Set:
        """An empty list of changes in the same version."""
        made = Set(self.version)
        made.mode = "delta"
        return made

    def written(self) -> dict[str, bytes]:
        made: dict[str, bytes] = {}
        modes = {}
        for table in self.headers:
            rows = self.tables.get(table)
            modes[table] = self.modes.get(table, "absent" if rows is None else self.mode)
            if rows is not None:
                text = io.StringIO()
                writer = csv.DictWriter(text, self.headers[table].split(","), extrasaction="ignore")
                writer.writeheader()
                for row in rows:
                    delta: Row = {"status": "active", "dateLastModified": "2026-11-01T08:00:00.000Z"}
                    writer.writerow({**(delta if modes[table] == "delta" else {}), **row})
                made[f"{table}.csv"] = text.getvalue().encode()
        lines = ["propertyName,value", "manifest.version,1.0", f"oneroster.version,{self.version}"]
        lines += [f"file.{table},{mode}" for table, mode in modes.items() if table != "roles" or self.version == "1.2"]
        made["manifest.csv"] = "\n".join(lines).encode()
        made |= {name: data for name, data in self.files.items() if data is not None}
        return {name: data for name, data in made.items() if self.files.get(name, b"") is not None}

    def zip(self) -> bytes:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, text in self.written().items():
                packed.writestr(name, text)
        return data.getvalue()

    def save(self, folder: Path, name: str = "roster.zip") -> Path:
        path = folder / name
        path.write_bytes(self.zip())
        return path

    def unpack(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.written().items():
            (folder / name).write_bytes(text)
        return folder


def small_school(version: str = "1.1", name: str = "Made Up Primary") -> Set:
    """One teacher, two pupils who share a name, a third, and two parents; a class and a term."""
    made = Set(version)
    made.add("orgs", sourcedId="T1", name="Made Up Trust", type="district")
    made.add("orgs", sourcedId="S1", name=name, type="school", parentSourcedId="T1")
    made.user("t1", "teacher", "Tess", "Example", email="tess@school.example")
    made.user("p1", "student", "Zoë", "Example", grades="03", agentSourcedIds="a1,a2")
    made.user("p2", "student", "Zoë", "Example", grades="03", agentSourcedIds="a1")
    made.user("p3", "student", "Pip", "O'Example", grades="KG", agentSourcedIds="a2")
    made.user("a1", "parent", "Ann", "Example", email="ann@home.example")
    made.user("a2", "guardian", "Bo", "Exämple")
    made.add("demographics", sourcedId="p1", birthDate="2018-09-03")
    made.add("academicSessions", sourcedId="y", title="2026", type="schoolYear", startDate="2026-09-01",
             endDate="2027-07-21", schoolYear="2027")  # fmt: skip
    made.add("academicSessions", sourcedId="au", title="Autumn", type="term", startDate="2026-09-02",
             endDate="2026-12-18", parentSourcedId="y", schoolYear="2027")  # fmt: skip
    made.add("courses", sourcedId="k1", title="Year 3", orgSourcedId="S1")
    made.add("classes", sourcedId="c1", title="Willow", courseSourcedId="k1", classType="homeroom",
             schoolSourcedId="S1", termSourcedIds="au")  # fmt: skip
    for user, role in (("t1", "teacher"), ("p1", "student"), ("p2", "student")):
        made.add("enrollments", sourcedId=f"e-{user}", classSourcedId="c1", schoolSourcedId="S1", userSourcedId=user,
                 role=role)  # fmt: skip
    return made
