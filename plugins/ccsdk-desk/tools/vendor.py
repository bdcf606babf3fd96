"""Write the desk's foreign modules, licences and their README from published packages.

Run by hand with npm on the PATH: `python plugins/ccsdk-desk/tools/vendor.py`. The versions
below are the pin; a module is kept byte for byte, so that its digest can be compared with
the package's own. The browser needs no build: an import map names these files.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "src" / "ccsdk_desk" / "static" / "vendor"


@dataclass(frozen=True)
class Package:
    """Name a published package, its pinned version and the modules taken from it."""

    name: str
    version: str
    modules: dict[str, str]

    @property
    def licence_file(self) -> str:
        """Return the name its licence gets: the package's, without its scope's slash."""
        return f"{self.name.removeprefix('@').replace('/', '-')}.LICENSE"


PACKAGES = (
    Package(
        "preact", "11.2.0", {"preact.js": "dist/preact.mjs", "hooks.js": "hooks/dist/hooks.mjs"}
    ),
    Package("htm", "3.1.1", {"htm.js": "dist/htm.mjs"}),
    Package("@preact/signals", "2.11.4", {"signals.js": "dist/signals.mjs"}),
    Package("@preact/signals-core", "1.14.5", {"signals-core.js": "dist/signals-core.mjs"}),
    # Its drawings stand in ../icons.js, so that no request is spent on them.
    Package("lucide-static", "1.62.0", {}),
)

HEAD = """# Foreign modules

Written by `tools/vendor.py`; do not edit. Each module is the published file, byte for byte.

| module | package | version | licence | sha256 |
|---|---|---|---|---|
"""


def fetch(package: Package, folder: Path) -> tarfile.TarFile:
    """Return the package's archive, fetched by the npm of this machine."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not on the PATH: it fetches the packages.")
    wanted = f"{package.name}@{package.version}"
    command = (npm, "pack", "--silent", wanted)
    packed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return tarfile.open(folder / packed.stdout.split()[-1])


def content(archive: tarfile.TarFile, path: str) -> bytes:
    """Return the bytes of a file of a package."""
    member = archive.extractfile(f"package/{path}")
    if member is None:
        raise SystemExit(f"{archive.name} holds no file {path}.")
    return member.read()


def vendor(package: Package, folder: Path) -> list[str]:
    """Write the modules and the licence of a package; return their rows of the README."""
    with fetch(package, folder) as archive:
        licence = json.loads(content(archive, "package.json"))["license"]
        (VENDOR / package.licence_file).write_bytes(content(archive, "LICENSE"))
        rows = []
        for module, path in package.modules.items():
            data = content(archive, path)
            (VENDOR / module).write_bytes(data)
            digest = hashlib.sha256(data).hexdigest()
            rows.append(f"| {module} | {package.name} | {package.version} | {licence} | {digest} |")
        return rows


def main() -> None:
    """Replace the vendor folder."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for package in PACKAGES for row in vendor(package, Path(folder))]
    (VENDOR / "README.md").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
