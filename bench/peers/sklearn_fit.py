"""Fits scikit-learn's OneClassSVM on request: started by 'OcDtd.Fast.Bench -- fit', which takes turns with it.

usage: python3 sklearn_fit.py ROWS.npy     then a line "gamma nu tolerance" on standard input for each fit
prints "ready VERSION", then for each line "seconds support_vectors"
"""

import sys
import time

import numpy as np
import sklearn
from sklearn.svm import OneClassSVM

rows = np.load(sys.argv[1]).astype(np.float64)  # what fit would convert it to anyway
print("ready scikit-learn", sklearn.__version__, flush=True)
for line in sys.stdin:
    gamma, nu, tolerance = map(float, line.split())
    start = time.perf_counter()
    model = OneClassSVM(gamma=gamma, nu=nu, tol=tolerance, cache_size=1000).fit(rows)
    print(time.perf_counter() - start, len(model.support_), flush=True)
