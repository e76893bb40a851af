"""numpy_score.py's score on request: started by 'OcDtd.Fast.Bench -- compare', which takes turns with it.

rows U.npy X.npy                 support vectors and rows, float32
score COUNT GAMMA FILE           seconds for the first COUNT rows; FILE receives the scores, "-" for none
"""

from peer import blas, need, serve, timed

(np,) = need("numpy")
import numpy_score

U = X = None


def rows(u, x):
    global U, X
    U, X = numpy_score.read(u), numpy_score.read(x)
    return 0


def score(count, gamma, file):
    seconds, scores = timed(lambda: numpy_score.score(U, X[: int(count)], np.float32(gamma)))
    if file != "-":
        np.save(file, scores.reshape(-1, 1))
    return seconds


serve(f"NumPy {np.__version__} ({blas()})", rows=rows, score=score)
