"""What the bundle leaves out: modules and files that PyInstaller would collect and TutorApp never loads."""

from __future__ import annotations

from fnmatch import fnmatch

MODULES = [
    "ssl",
    "_ssl",  # with it OpenSSL, 5 MB: there is no network, and Python hashes without it
    "_hashlib",
    "tkinter",
    "test",
    "unittest",
    "pydoc",
    "lib2to3",
    "ensurepip",
    "idlelib",
    "setuptools",
    "pip",
    "numpy",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.oracle",
    "sqlalchemy.dialects.postgresql",
]

# Names inside the bundle, matched without regard to case; `*` also runs over folders.
FILES = (
    # Qt's own texts: ours are in resources/, and Qt's standard buttons are named by the system.
    "*/translations/*",
    # The GTK theme would bring the desktop of the machine that builds; Fusion is used everywhere.
    "*/platformthemes/*gtk3*",
    "*libgtk-3*",
    "*libgdk-3*",
    "*libgdk_pixbuf*",
    "*libcairo*",
    "*libpango*",
    "*libatk-*",
    "*libatk_*",
    "*libatspi*",
    "*libepoxy*",
    "*libharfbuzz*",
    "*libfribidi*",
    "*libthai*",
    "*libdatrie*",
    "*libgraphite2*",
    "*librsvg*",
    # Screens that no school computer has.
    "*/platforms/libqeglfs*",
    "*/platforms/libqlinuxfb*",
    "*/platforms/libqvnc*",
    "*/platforms/libqminimalegl*",
    "*/platforms/libqvkkhrdisplay*",
    "*/egldeviceintegrations/*",
    "*eglfs*",
    # Quick, QML and the on-screen keyboard, which is written in them.
    "*/platforminputcontexts/*virtualkeyboard*",
    "*qt6virtualkeyboard*",
    "*qt6qml*",
    "*qt6quick*",
    "*/qml/*",
    # Plug-ins of rooms that TutorApp does not have.
    "*/generic/*",
    "*/tls/*",
    "*/networkinformation/*",
    "*/sqldrivers/*",
    "*qt6sql*",
    "*/qmltooling/*",
    "*/position/*",
    "*/assetimporters/*",
    "*/sceneparsers/*",
    # Packs hold PNG and JPEG pictures; icons are SVG.
    "*/imageformats/*qpdf*",
    "*/imageformats/*qtiff*",
    "*/imageformats/*qwebp*",
    "*/imageformats/*qtga*",
    "*/imageformats/*qwbmp*",
    "*/imageformats/*qicns*",
    # Printing asks the system's own CUPS, which the printers of a school are set up in; a copy would bring 9 MB of
    # libraries that grow old without updates.
    "libcups.so*",
    # Encodings of other scripts than a pack's UTF-8.
    "*_codecs_jp*",
    "*_codecs_hk*",
    "*_codecs_cn*",
    "*_codecs_kr*",
    "*_codecs_tw*",
    "*_codecs_iso2022*",
    "*_multibytecodec*",
    "*qt6pdf*",
    "*/wayland-graphics-integration-server/*",
    "*/wayland-graphics-integration-client/*vulkan*",
    "*/wayland-graphics-integration-client/*dmabuf*",
    "*/wayland-graphics-integration-client/*drm-egl*",
    "*/wayland-decoration-client/*adwaita*",
    "*qt6test*",
    "*opengl32sw*",
    "*d3dcompiler_47*",
    # The tests and translations that packages carry.
    "*/tests/*",
    "*/testing/*",
    "*.pyi",
    # Alembic's templates for new projects.
    "alembic/templates/*",
)


def is_wanted(name: str) -> bool:
    """Whether the file ``name`` (its place inside the bundle, with either slash) belongs in the bundle."""
    plain = name.replace("\\", "/").lower()
    return not any(fnmatch(plain, pattern) for pattern in FILES)
