"""Whether Table 3.2 depends on which support vectors scikit-learn keeps: python3 author_corruptions.py DATA-FOLDER THESIS-FOLDER [SEEDS] [ROWS]

DATA-FOLDER holds MNIST's IDX files in mnist and MNIST-C in mnist_c.zip. At the author's settings coefficients are equal but for rounding, so that the 100
"largest" are the solver's choice. Members are cut that way from SVMs of ROWS random rows each (1,000; 30,000 take libsvm minutes a member), and beside them
stand members of 100 random rows. Printed: the mean ROC AUC of clean against corrupted digits, the smallest and the largest seed, and the thesis' number; every fifth test row.
"""

import csv
import io
import sys
import zipfile
from pathlib import Path

import numpy as np
from author_program import SIZE, images, largest, outlierness
from sklearn.metrics import roc_auc_score

STEP = 5
CLASSIFIERS = ("C1", "C2", "C1+C2")
# Its row of the table does not fit the published corruption.
MISPRINTED = "stripe"


def corrupted(archive, name):
    path = next(path for path in archive.namelist() if path.endswith(name + "/test_images.npy"))
    return np.load(io.BytesIO(archive.read(path)))[::STEP].reshape(-1, 784) / 255.0


def scores(members, rows):
    first, second = (outlierness(*member, rows) for member in members)
    return first, second, first + second


def rocs(members, clean, tests):
    inliers = scores(members, clean)
    truth = np.repeat([0, 1], len(clean))
    return [[roc_auc_score(truth, np.concatenate(pair)) for pair in zip(inliers, scores(members, rows))] for rows in tests]


def main(data, thesis, seeds, count):
    with open(thesis / "table-3.2-mnist-c-roc-auc.csv", encoding="utf-8") as file:
        published = {row["corruption"]: [float(row[name]) for name in CLASSIFIERS] for row in csv.DictReader(file)}
    train, clean = images(data / "mnist", "train"), images(data / "mnist", "t10k")[::STEP]
    with zipfile.ZipFile(data / "mnist_c.zip") as archive:
        tests = [corrupted(archive, name) for name in published]

    found = {"largest coefficients": [], "random": []}
    for seed in range(seeds):
        order = np.random.default_rng(seed).permutation(len(train))
        parts = [train[order[:count]], train[order[count : 2 * count]]]
        found["largest coefficients"].append(rocs([largest(part) for part in parts], clean, tests))
        found["random"].append(rocs([(part[:SIZE], np.ones(SIZE)) for part in parts], clean, tests))
        print(f"seed {seed} done", file=sys.stderr, flush=True)

    for how, values in found.items():
        values = np.array(values)
        low, mean, high = values.min(0), values.mean(0), values.max(0)
        inside = [
            (low[i] - 0.0005 <= numbers) & (numbers <= high[i] + 0.0005)
            for i, (name, numbers) in enumerate(published.items())
            if name != MISPRINTED
        ]
        print(f"{how}: {np.sum(inside)} of {np.size(inside)} numbers of the thesis lie among {seeds} seeds")
        for i, (name, numbers) in enumerate(published.items()):
            print(f"  {name:14}", *(f"{c} {mean[i, k]:.3f} ({low[i, k]:.3f} to {high[i, k]:.3f}), thesis {numbers[k]:.3f}" for k, c in enumerate(CLASSIFIERS)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 12, int(sys.argv[4]) if len(sys.argv) > 4 else 1000)
