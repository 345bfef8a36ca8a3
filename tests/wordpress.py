"""A throw-away WordPress on loopback: Debian's own package, a MariaDB of its own behind a socket, PHP's built-in server.

By hand, to try the pages against it: `python tests/wordpress.py`.
"""

from __future__ import annotations

import getpass
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

HERE = Path(__file__).resolve().parents[1]
PLACES = (HERE / ".setup" / "wordpress" / "usr" / "share" / "wordpress", Path("/usr/share/wordpress"))
PROGRAMS = ("php", "mariadbd")
USER, PASSWORD = "office", "a password of the tests"
UPLOAD_MEGABYTES = 8

CONFIG = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $one) {{ define($one . '_KEY', 'k'); define($one . '_SALT', 's'); }}
define('WP_HOME', '{address}'); define('WP_SITEURL', '{address}');
// Application passwords are for https alone, but for a website that says it is on its maker's own machine.
define('WP_ENVIRONMENT_TYPE', 'local');
define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""

# As Apache does with WordPress's own rules: a file that is there is served, and everything else is WordPress's to answer.
ROUTER = """<?php
$path = urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
$file = $_SERVER['DOCUMENT_ROOT'] . $path;
if (is_file($file)) return false;
if (is_dir($file) && is_file(rtrim($file, '/') . '/index.php') && $path !== '/') return false;
$_SERVER['SCRIPT_NAME'] = '/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
"""

DOOR = "<?php require 'wp-load.php'; eval(file_get_contents('php://input'));"

INSTALL = """
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = 'localhost';
function wp_new_blog_notification() {}
require '%(root)s/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Alder Lane Primary', '%(user)s', 'office@alderlane.example', true, '', '%(password)s');
update_option('permalink_structure', '/%%year%%/%%monthnum%%/%%postname%%/');
switch_theme(basename(glob(ABSPATH . 'wp-content/themes/*', GLOB_ONLYDIR)[0]));
flush_rewrite_rules();
"""


@dataclass
class Site:
    """A running website: its address, a user who may do everything, and that user's application password."""

    address: str
    root: Path
    user: str = USER
    password: str = ""
    door: str = field(default_factory=lambda: f"run-{secrets.token_hex(16)}", repr=False)

    def php(self, code: str) -> str:
        """Run PHP inside the website and give what it prints."""
        with urlopen(f"{self.address}/{self.door}.php", data=code.encode(), timeout=60) as answer:
            return str(answer.read().decode())

    @contextmanager
    def plugin(self, code: str) -> Iterator[None]:
        """A plugin of the website, for so long."""
        folder = self.root / "wp-content" / "mu-plugins"
        folder.mkdir(exist_ok=True)
        file = folder / f"{secrets.token_hex(4)}.php"
        file.write_text("<?php " + code)
        try:
            yield
        finally:
            file.unlink()

    def application_password(self, user: str = USER) -> str:
        made = "WP_Application_Passwords::create_new_application_password"
        return self.php(f"echo {made}(get_user_by('login', '{user}')->ID, ['name' => 'x' . uniqid()])[0];")

    def person(self, name: str, role: str) -> str:
        """Somebody else of the website, with that role; their application password."""
        self.php(f"wp_insert_user(['user_login' => '{name}', 'user_pass' => 'p', 'role' => '{role}']);")
        return self.application_password(name)

    def comment(self, post: str, author: str, text: str, approved: int = 1) -> str:
        about = {"comment_post_ID": int(post), "comment_author": author, "comment_content": text}
        about["comment_approved"] = approved
        return self.php(f"echo wp_insert_comment(json_decode('{json.dumps(about)}', true));")

    def count(self, kind: str = "post") -> int:
        """How many posts (or attachments) there are, drafts and those in the bin too; no revisions."""
        states = "['publish', 'draft', 'pending', 'private', 'future', 'inherit', 'trash']"
        query = f"['post_type' => '{kind}', 'post_status' => {states}, 'posts_per_page' => -1, 'fields' => 'ids']"
        return int(self.php(f"echo count(get_posts({query}));"))

    def stranger(self, address: str) -> tuple[int, bytes]:
        """What somebody without an account gets there: status and bytes."""
        try:
            with urlopen(Request(address), timeout=20) as answer:
                return answer.status, answer.read()
        except HTTPError as error:
            with error:
                return error.code, error.read()


def missing() -> str:
    """What is not installed, in words; empty where everything is."""
    wanting = [name for name in PROGRAMS if not shutil.which(name, path=_path())]
    if _package() is None:
        wanting.append("wordpress")
    return ", ".join(wanting)


def _package() -> Path | None:
    """Where a WordPress is, with a theme and with what it reads films by, which is a package of its own."""
    themes, films = "wp-content/themes/*/style.css", "wp-includes/ID3/getid3.php"
    return next((one for one in PLACES if (one / films).exists() and any(one.glob(themes))), None)


@contextmanager
def site() -> Iterator[Site]:
    """A new website with one post, as WordPress begins."""
    folder = Path(tempfile.mkdtemp(prefix="schoolgate-wp-"))
    running: list[subprocess.Popen[bytes]] = []
    try:
        root = folder / "site"
        package = _package()
        assert package is not None, missing()
        _copy(package, root)
        door = folder / "db.socket"
        running.append(_database(folder, door))
        port = _free_port()
        site_ = Site(f"http://127.0.0.1:{port}", root)
        (root / "wp-config.php").write_text(CONFIG.format(socket=door, address=site_.address))
        (root / "wp-content" / "uploads").mkdir()
        _run("php", "-r", INSTALL % {"root": root, "user": USER, "password": PASSWORD})
        (root / f"{site_.door}.php").write_text(DOOR)
        running.append(_server(folder, root, port))
        site_.password = site_.application_password()
        yield site_
    finally:
        for process in running:  # each with its children: PHP's server leaves its own behind
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _copy(package: Path, root: Path) -> None:
    """All of it but the library, which nobody writes to and is most of it."""
    shutil.copytree(package, root, ignore=shutil.ignore_patterns("wp-includes", "wp-config.php", ".htaccess"))
    (root / "wp-includes").symlink_to(package / "wp-includes")


def _database(folder: Path, door: Path) -> subprocess.Popen[bytes]:
    """Without system tables or accounts: whoever can open the socket may do everything, and it begins in half a second."""
    data = folder / "data"
    data.mkdir()
    begin = folder / "begin.sql"
    begin.write_text("CREATE DATABASE wordpress CHARACTER SET utf8mb4;")
    plain = ["--no-defaults", f"--datadir={data}", f"--user={getpass.getuser()}", "--skip-grant-tables"]
    small = ["--innodb-buffer-pool-size=16M", "--innodb-log-file-size=8M", "--performance-schema=OFF"]
    small += ["--aria-pagecache-buffer-size=1M", "--key-buffer-size=1M", "--skip-log-bin"]
    quick = ["--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync"]
    where = ["--skip-networking", f"--socket={door}", f"--init-file={begin}"]
    command = ["mariadbd", *plain, *small, *quick, *where]
    return _started(command, folder / "db.log", lambda: _answers(socket.AF_UNIX, str(door)))


def _server(folder: Path, root: Path, port: int) -> subprocess.Popen[bytes]:
    (folder / "router.php").write_text(ROUTER)
    limits = f"-dupload_max_filesize={UPLOAD_MEGABYTES}M", f"-dpost_max_size={UPLOAD_MEGABYTES}M"
    tuned = "-dopcache.enable=1", "-dopcache.enable_cli=1", "-dmemory_limit=256M", "-ddisplay_errors=0"
    command = ["php", *limits, *tuned, "-S", f"127.0.0.1:{port}", "-t", str(root), str(folder / "router.php")]
    return _started(
        command, folder / "web.log", lambda: _answers(socket.AF_INET, ("127.0.0.1", port)), PHP_CLI_SERVER_WORKERS="4"
    )


def _started(command: list[str], log: Path, ready, **more: str) -> subprocess.Popen[bytes]:
    with log.open("wb") as said:
        env = {**os.environ, "PATH": _path(), **more}
        process = subprocess.Popen(command, stdout=said, stderr=said, env=env, start_new_session=True)
    until = time.monotonic() + 60
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise RuntimeError(f"{command[0]} did not start: {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)
    return process


def _answers(family: socket.AddressFamily, where: object) -> bool:
    with socket.socket(family) as one, suppress(OSError):
        one.connect(where)  # type: ignore[arg-type]
        return True
    return False


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _path() -> str:
    return os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


def _run(*command: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, env={**os.environ, "PATH": _path()}, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout[-1000:]}{done.stderr[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with site() as here, suppress(KeyboardInterrupt):
        said = f"user: {here.user}  password: {PASSWORD}  application password: {here.password}"
        print(f"{here.address}  {said}", flush=True)
        while True:
            time.sleep(60)
