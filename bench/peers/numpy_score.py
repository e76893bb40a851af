"""Kernel density scores in NumPy: float32 distances by one matrix product a block, then a shifted log-sum-exp in place.

    python3 bench/peers/numpy_score.py U.npy X.npy GAMMA [O.npy]

U: support vectors (m, d), X: rows (n, d), 8-bit values are divided by 255; the score is -log(mean_i exp(-gamma |x - u_i|^2)).
The dot form |x|^2 + |u|^2 - 2 x.u is what a BLAS does fastest. It cancels where a row is close to a support vector, so both are
centred first; even so its error is printed nowhere and is not bounded as the engine's is.
Prints seconds (scoring, and with reading) and the process's peak memory.
"""
import resource
import sys
import time

import numpy as np

BLOCK_BYTES = 64 << 20  # of rows x support vectors, so that memory does not grow with the batch


def read(path):
    values = np.load(path)
    values = values.reshape(len(values), -1)
    if values.dtype == np.uint8:
        values = values.astype(np.float32)
        values /= 255
    return np.ascontiguousarray(values, np.float32)


def score(u, x, gamma):
    center = u.mean(axis=0, dtype=np.float64).astype(np.float32)
    u = u - center
    squares = np.einsum("ij,ij->i", u, u)
    out = np.empty(len(x), np.float32)
    block = max(1, BLOCK_BYTES // (4 * len(u)))
    for first in range(0, len(x), block):
        rows = x[first : first + block] - center
        h = rows @ u.T
        h *= -2
        h += squares
        h += np.einsum("ij,ij->i", rows, rows)[:, None]
        h *= -gamma
        largest = h.max(axis=1)
        h -= largest[:, None]
        np.exp(h, out=h)
        out[first : first + block] = np.log(len(u)) - largest - np.log(h.sum(axis=1))
    return out


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    start = time.perf_counter()
    u, x = read(sys.argv[1]), read(sys.argv[2])
    gamma = np.float32(sys.argv[3])
    began = time.perf_counter()
    scores = score(u, x, gamma)
    seconds = time.perf_counter() - began
    if len(sys.argv) == 5:
        np.save(sys.argv[4], scores)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(x)} x {x.shape[1]} rows against {len(u)}: {seconds:.3f} s to score, "
        f"{time.perf_counter() - start:.3f} s in all, peak {peak:.0f} MiB, NumPy {np.__version__}"
    )


if __name__ == "__main__":
    main()
