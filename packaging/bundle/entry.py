"""The bundle's program: ``--selftest`` is answered before anything can be missing, the rest is TutorApp's own."""

import sys


def main() -> int:
    """Run the self-test or TutorApp; returns the exit code."""
    if sys.argv[1:2] == ["--selftest"]:
        import selftest

        return selftest.main()
    from tutorapp.__main__ import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
