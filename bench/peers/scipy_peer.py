"""SciPy's k-d tree on request: started by 'OcDtd.Fast.Bench -- compare neighbours', which takes turns with it.

neighbors POINTS.npy QUERIES.npy K FILE     cKDTree on all cores (workers=-1), with the time to build it; FILE receives the
                                            distance to the k-th neighbour, "-" for none
"""

from peer import need, serve, timed

np, scipy, spatial = need("numpy", "scipy", "scipy.spatial")


def neighbors(points, queries, k, file):
    p, q = np.load(points), np.load(queries)
    seconds, (distances, _) = timed(lambda: spatial.cKDTree(p).query(q, k=int(k), workers=-1))
    if file != "-":
        np.save(file, distances[:, -1:])
    return seconds


serve(f"SciPy {scipy.__version__}", neighbors=neighbors)
