"""The fault matrix of issue 7, as far as it needs no window. Its rows and where each is shown:

1 kill -9: ``tests/db/test_backup.py`` (every acknowledged save), through the window elsewhere; 2 full disk and
3 read-only folder: ``test_disk``; 5 smashed pages: ``test_smashed``; 6 newer file and 7 failing migration:
``test_versions``; 8 two processes: ``test_two``; 9, 10 clock jumps and suspend: ``tests/domain/test_exam_clock.py``;
11 power cut: ``test_copies`` (50; ``python -m tests.faults.copies 500`` for more); 12 unreachable share and 13 skewed
clocks: ``test_share`` and ``tests/db/test_carry.py``; 15 hostile files: ``tests/formats``.
"""
