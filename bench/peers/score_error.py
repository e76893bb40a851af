"""The largest error of score files against float64, relative to max(1, outlierness).

    python3 bench/peers/score_error.py U.npy X.npy GAMMA O.npy [O.npy ...]

U: support vectors (m, d), X: rows (n, d), as numpy_score.py takes them. Looks at 500 rows spread over X, in the direct form.
"""
import sys

import numpy as np


def read(path):
    values = np.load(path)
    return values.reshape(len(values), -1) / (255.0 if values.dtype == np.uint8 else 1.0)


def exact(row, u, gamma):
    h = gamma * ((row - u) ** 2).sum(1)
    return h.min() - np.log(np.exp(h.min() - h).mean())


if __name__ == "__main__":
    u, x, gamma = read(sys.argv[1]), read(sys.argv[2]), float(sys.argv[3])
    chosen = np.linspace(0, len(x) - 1, min(500, len(x))).astype(int)
    expected = np.array([exact(x[i], u, gamma) for i in chosen])
    for path in sys.argv[4:]:
        error = np.abs(np.load(path)[chosen] - expected) / np.maximum(1, expected)
        print(f"{path}: {error.max():.1e}")
