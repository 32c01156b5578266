"""Prints the changes of a report of Stryker that no test has noticed, and what it could not compile; arguments: the reports."""
import json
import sys
from pathlib import Path

for report in sys.argv[1:]:
    counts = {}
    for path, file in sorted(json.loads(Path(report).read_text())["files"].items()):
        lines = file["source"].splitlines()
        for mutant in file["mutants"]:
            status = mutant["status"]
            if status == "Ignored":
                continue
            counts[status] = counts.get(status, 0) + 1
            if status in ("Survived", "NoCoverage"):
                start, end = mutant["location"]["start"], mutant["location"]["end"]
                first = lines[start["line"] - 1]
                before = first[start["column"] - 1:end["column"] - 1] if start["line"] == end["line"] else first[start["column"] - 1:] + " …"
                after = " ".join(mutant["replacement"].split())
                print(f"{'/'.join(Path(path).parts[-2:])}:{start['line']}: {before} → {after} ({status})")
    print(", ".join(f"{number} {status}" for status, number in sorted(counts.items())))
