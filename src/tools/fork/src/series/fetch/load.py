"""load.py URL FILE SHA256: gets a file, which has its name only when it is whole and right."""

import hashlib
import os
import sys
import urllib.request

url, path, wanted = sys.argv[1:]
digest = hashlib.sha256()
if os.path.exists(path):
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    if digest.hexdigest() == wanted:
        sys.exit()
    digest = hashlib.sha256()
try:
    with urllib.request.urlopen(url, timeout=60) as answer, open(path + ".part", "wb") as file:
        size = int(answer.headers.get("Content-Length") or 0)
        done = told = 0
        while piece := answer.read(1 << 20):
            file.write(piece)
            digest.update(piece)
            done += len(piece)
            if size and 10 * done // size > told:
                told = 10 * done // size
                print("      {} % of {} MB".format(10 * told, size >> 20), flush=True)
except OSError as error:
    sys.exit(str(error))
if digest.hexdigest() != wanted:
    os.remove(path + ".part")
    sys.exit("its SHA-256 is {}, {} was released".format(digest.hexdigest(), wanted))
os.replace(path + ".part", path)
