"""How a script of this folder talks to the benchmark that started it: one line each way, fields parted by tabs.

It says "ready VERSION", or "missing NAME" where a module is not installed; then each line "COMMAND FIELD ..." on standard input gets
"ok SECONDS [NUMBER ...]" or "error MESSAGE". Seconds are those of the work alone.
"""

import importlib
import sys
import time


def need(*names):
    """The modules, or the end of this process where one is missing."""
    try:
        return [importlib.import_module(name) for name in names]
    except ImportError as missing:
        print("missing", missing.name or missing, sep="\t", flush=True)
        sys.exit()


def timed(work):
    """Seconds that a call takes, and what it gives."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def blas():
    """Which BLAS is loaded and which processor it takes this one for, where threadpoolctl can tell."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "BLAS unknown"
    for library in threadpool_info():
        if library["user_api"] == "blas":
            return f"{library['internal_api']} {library['version']}, {library.get('architecture')} kernels"
    return "reference BLAS"


def serve(version, **commands):
    """Carries out commands until there are no more; a command gives seconds, or a tuple that begins with them."""
    print("ready", version, sep="\t", flush=True)
    for line in sys.stdin:
        name, *fields = line.rstrip("\n").split("\t")
        try:
            answer = commands[name](*fields)
            print("ok", *(answer if isinstance(answer, tuple) else (answer,)), sep="\t", flush=True)
        except Exception as error:  # said to whoever asked; the process lives on
            print("error", f"{type(error).__name__}: {error}".replace("\n", " "), sep="\t", flush=True)
