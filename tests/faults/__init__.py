"""The fault matrix of issue 7 (``field/lab.md`` 2.1). Its 15 rows and where each is shown:

1 kill -9: ``test_kills`` (one; ``python -m tests.faults.kills 200`` for more), ``tests/db/test_backup.py``,
``tests/journeys/test_power_cut.py``; 2 full disk: ``test_disk`` and, through the window, ``test_full_disk_window``;
3 read-only folder: ``test_disk``, through the window ``tests/journeys/test_shut_folder.py``;
4 program folder read-only: ``test_program_folder``; 5 smashed pages:
``test_smashed``, ``tests/db/test_seal.py``; 6 newer file and 7 failing migration: ``test_versions``; 8 two processes:
``test_two``, ``tests/journeys/test_two_programs.py``; 9, 10 clock jumps and suspend:
``tests/domain/test_exam_clock.py``; 11 power cut: ``test_copies`` (50; ``python -m tests.faults.copies 500`` for more);
12 unreachable share and 13 skewed clocks: ``test_share``, through the window ``tests/ui/test_managed.py``; two devices
in any order: ``tests/db/test_carry.py``; 14 held file: ``test_held``; 15 hostile files: ``tests/formats``.
"""
