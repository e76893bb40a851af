"""What the thesis author's published program computes at m = 100, in scikit-learn: python3 author_program.py MNIST-FOLDER [PAIRS]

Two one-class SVMs of digit 2, each trained on a random order of ALL its rows (the program means to draw halves), cut to the 100 support vectors of largest
coefficient, and their sum. The first pair of seeds is the program's own, and gives the numbers printed in its notebook; PAIRS further ones show how much of
them is the seed. Coefficients are equal but for rounding, so that the order of rows decides which 100 are kept.
"""

import gzip
import random
import sys
from pathlib import Path

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.metrics import roc_auc_score
from sklearn.svm import OneClassSVM

GAMMA, NU, SIZE, DIGIT = 1.2648552168552958, 0.0037018690558462057, 100, 2
OWN_SEEDS = (66, 123)


def content(path, header):
    return np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=header)


def images(folder, part):
    return content(folder / f"{part}-images-idx3-ubyte.gz", 16).reshape(-1, 784) / 255.0


def labels(folder, part):
    return content(folder / f"{part}-labels-idx1-ubyte.gz", 8)


def member(train, seed):
    random.seed(seed)
    return largest(train[random.sample(range(len(train)), len(train))])


def largest(rows):
    model = OneClassSVM(gamma=GAMMA, nu=NU).fit(rows)
    coefficients = model.dual_coef_.ravel()
    kept = np.argsort(-coefficients)[:SIZE]
    return model.support_vectors_[kept], coefficients[kept]


def outlierness(vectors, coefficients, rows):
    effective = GAMMA * cdist(rows, vectors, "sqeuclidean") - np.log(coefficients / coefficients.sum())
    least = effective.min(1)
    return least - np.log(np.exp(least[:, None] - effective).sum(1))


def main(folder, pairs):
    train = images(folder, "train")[labels(folder, "train") == DIGIT]
    rows, outlier = images(folder, "t10k"), labels(folder, "t10k") != DIGIT
    for seeds in [OWN_SEEDS] + [(1000 + i, 2000 + i) for i in range(pairs)]:
        first, second = (outlierness(*member(train, seed), rows) for seed in seeds)
        found = [roc_auc_score(outlier, scores) for scores in (first, second, first + second)]
        print("seeds", seeds, "C1 {:.4f}, C2 {:.4f}, C1+C2 {:.4f}".format(*found), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2)
