"""The faults and bad inputs that the project promises to survive, each with a figure to hold.

A test says which of them it holds with `@pytest.mark.fault(5)`, and what it measured with
`record_property("figure", "200 of 200 resumable")`; `tools/make_reliability.py` makes
docs/reliability.md of both.
"""

from typing import NamedTuple


class Fault(NamedTuple):
    """What may happen, what must hold then."""

    what: str
    promise: str


FAULTS: dict[int, Fault] = {
    1: Fault(
        "10,000 random mutations of a model file",
        "0 crashes, 0 hangs over 2 s, 0 wrong loads in silence, memory grows less than 200 MB",
    ),
    2: Fault(
        "the ways in which a model file was seen to be damaged", "each its exit code and one line"
    ),
    3: Fault(
        "zip bomb, overlapping entries, 65,536 entries, a name twice",
        "refused in less than 0.2 s and 50 MB",
    ),
    4: Fault(
        "a model file that would run code: serialized Java, a custom normalizer, a foreign class",
        "refused before any call of Java",
    ),
    5: Fault(
        "kill -9 at 200 random moments of a run with checkpoints",
        "200 of 200 can be resumed; never half a file under its final name",
    ),
    6: Fault("a run that was interrupted and resumed", "the weights and rows of one that was not"),
    7: Fault(
        "disk full, no permission, I/O error, a short write, at each write of a save",
        "the older file is intact each time, success is never reported",
    ),
    8: Fault(
        "a folder that is read-only, a file, or has blanks, Unicode, 300 characters",
        "exit 2, 3 or 8 before training starts, or it works",
    ),
    9: Fault("the latest checkpoint is damaged", "goes on from the one before it, says so"),
    10: Fault(
        "IDX files: wrong magic, size, count, labels; cut, garbage; 10,000 mutations",
        "refused with name and place; memory below twice the file's size; 0 crashes",
    ),
    11: Fault("data in the cache that changed in silence", "noticed by SHA-256, never trained on"),
    12: Fault(
        "downloads: no name, 403 to 503, slow, cut, wrong content",
        "mirrors tried, no part of a file left, exit 4; --offline makes no connection",
    ),
    13: Fault(
        "a jar that is damaged; eight processes that fill one cache at once",
        "found by SHA-256; eight of eight start",
    ),
    14: Fault(
        "no Java, Java 8, 32 bits, a wrong JAVA_HOME, a newer JDK, musl, a CPU without AVX2",
        "exit 4 in less than 2 s that names found and needed, or it works",
    ),
    15: Fault("a JVM that other code has started", "it is joined or refused; never a second start"),
    16: Fault("fork after the start of the JVM, a second start", "a clear error, no hang"),
    17: Fault(
        "SIGSEGV, the OOM killer, System.exit in the JVM",
        "exit 7; crash report and last checkpoint named; 100 of 100",
    ),
    18: Fault("heap or native memory is full", "exit 8 with the option to raise"),
    19: Fault(
        "Ctrl-C at 50 random moments; a second one; SIGTERM",
        "ends in less than 2 s with 130, the checkpoint usable; second: 0.5 s; SIGTERM: 143",
    ),
    20: Fault(
        "NaN or infinity in data or loss, an exploding rate, constant features, one class",
        "found before or within an epoch, with its place",
    ),
    21: Fault(
        "arrays of any type, order, stride, byte order; empty, read-only, of objects",
        "numpy's result, or an error that names expected and got; 0 crashes",
    ),
    22: Fault(
        "labels out of range, fractional, not one-hot, strings", "refused with the first bad row"
    ),
    23: Fault("batches and epochs of 0, -1, more than there are rows", "refused, or as documented"),
    24: Fault(
        "closed stdout, no terminal, TERM=dumb, NO_COLOR, COLUMNS=20, the C locale",
        "no trace, no escape codes in a pipe",
    ),
    25: Fault("--json", "valid JSON on success and on failure, with a schema number"),
    26: Fault(
        "configuration files: unknown key, wrong type, 100 MB, 10,000 mutations",
        "the key is named, a suggestion given, in less than 1 s",
    ),
    27: Fault("two runs into one folder", "the second is refused"),
    28: Fault("20 runs with one seed", "20 times the same weights"),
    29: Fault("each updater beside a float64 reference", "within 1e-5 after 100 steps"),
    30: Fault("a model that Java has written", "equal outputs, bit for bit"),
    31: Fault(
        "1,000 networks made, trained, dropped; 100,000 predictions",
        "memory grows less than 1 MB a 100 networks, the number of threads stays",
    ),
    32: Fault("scikit-learn's check_estimator", "all pass but a short written list"),
    33: Fault("10,000 mutations each of CSV files and Java sources", "0 crashes, 0 hangs over 2 s"),
    34: Fault(
        "a page of another site, a forged Host, a huge body, a path outward, at a local server",
        "refused; loopback only unless asked",
    ),
    35: Fault("a worker of a cluster is killed in mid-epoch", "not one bit differs"),
    36: Fault(
        "workers of another version, without dl4j-bridge, without jars",
        "found before work begins; host and versions named",
    ),
    37: Fault(
        "a cluster whose master does not answer; that goes away in mid-run",
        "exit 4 at once; exit 7 with the last checkpoint named",
    ),
    38: Fault("data larger than a worker's memory", "only the rows in use are in it"),
    39: Fault(
        "kill -9 of the command itself, while processes work for it",
        "none of them is left after a few seconds",
    ),
}
