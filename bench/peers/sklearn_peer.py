"""scikit-learn on request: started by 'OcDtd.Fast.Bench', which takes turns with it.

rows U.npy X.npy                       support vectors and rows, float32
fit GAMMA NU TOLERANCE                 OneClassSVM.fit on U: seconds, number of support vectors
svm COUNT GAMMA FILE                   OneClassSVM.score_samples of the first COUNT rows; FILE receives outlierness, "-" for none
density COUNT GAMMA FILE               KernelDensity.score_samples, likewise
neighbors POINTS.npy QUERIES.npy K     NearestNeighbors as it comes, on all cores, with the time to build it
"""

from peer import blas, need, serve, timed

np, sklearn = need("numpy", "sklearn")
from sklearn.neighbors import KernelDensity, NearestNeighbors
from sklearn.svm import OneClassSVM

U = X = None
models = {}


def rows(u, x=None):
    global U, X
    U = np.load(u).astype(np.float64)  # what fit would convert it to anyway
    X = None if x is None else np.load(x)
    models.clear()
    return 0


def fit(gamma, nu, tolerance):
    model = OneClassSVM(gamma=float(gamma), nu=float(nu), tol=float(tolerance), cache_size=1000)
    seconds, _ = timed(lambda: model.fit(U))
    return seconds, len(model.support_)


def kernel_sums(gamma):
    """A OneClassSVM whose support vectors are all rows of U with coefficient 1.

    That is what nu = 1 gives. Its fit takes many times longer than all that is measured here, so a small fit is given the rows instead.
    """
    if ("svm", gamma) not in models:
        model = OneClassSVM(gamma=float(gamma), nu=0.5).fit(U[:10])
        model.support_vectors_ = np.ascontiguousarray(U)
        model.support_ = np.arange(len(U), dtype=np.int32)
        model._n_support = np.array([len(U), 0], dtype=np.int32)
        model.dual_coef_ = model._dual_coef_ = np.ones((1, len(U)))
        model.intercept_ = model._intercept_ = np.zeros(1)
        model.offset_ = np.zeros(1)
        model.shape_fit_ = U.shape
        models["svm", gamma] = model
    return models["svm", gamma]


def svm(count, gamma, file):
    model = kernel_sums(gamma)
    seconds, sums = timed(lambda: model.score_samples(X[: int(count)]))
    save(file, -np.log(sums / len(U)))
    return seconds


def density(count, gamma, file):
    bandwidth = (2 * float(gamma)) ** -0.5
    if ("density", gamma) not in models:
        models["density", gamma] = KernelDensity(bandwidth=bandwidth).fit(U)
    model = models["density", gamma]
    seconds, logs = timed(lambda: model.score_samples(X[: int(count)]))
    save(file, -(logs + U.shape[1] / 2 * np.log(2 * np.pi * bandwidth**2)))
    return seconds


def neighbors(points, queries, k):
    p, q = np.load(points), np.load(queries)
    seconds, _ = timed(lambda: NearestNeighbors(n_neighbors=int(k), n_jobs=-1).fit(p).kneighbors(q, return_distance=False))
    return seconds


def save(file, outlierness):
    if file != "-":
        np.save(file, np.asarray(outlierness, np.float64).reshape(-1, 1))


serve(f"scikit-learn {sklearn.__version__} ({blas()})", rows=rows, fit=fit, svm=svm, density=density, neighbors=neighbors)
