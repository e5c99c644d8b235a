#!/usr/bin/env python3
"""Writes a tar of many small entries to standard output, the same bytes each time.

usage: many-entries.py ENTRIES
Directories of 1,000 files each, deep paths, a few bytes of content, every hundredth file a symbolic link.
"""
import io, sys, tarfile

entries = int(sys.argv[1])
with tarfile.open(fileobj=sys.stdout.buffer, mode="w|", format=tarfile.PAX_FORMAT) as tar:
    for number in range(entries):
        group, index = divmod(number, 1000)
        directory = f"srv/data/of/many/files/group-{group:04d}"
        if index == 0:
            entry = tarfile.TarInfo(directory)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(entry)
            continue
        entry = tarfile.TarInfo(f"{directory}/file-with-an-ordinary-name-{index:04d}.txt")
        if index % 100 == 0:
            entry.type, entry.linkname = tarfile.SYMTYPE, "file-with-an-ordinary-name-0001.txt"
            tar.addfile(entry)
            continue
        content = f"{number}\n".encode()
        entry.size, entry.mode, entry.uid, entry.gid = len(content), 0o644, number % 70000, number % 300
        tar.addfile(entry, io.BytesIO(content))
