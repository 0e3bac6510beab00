"""One case of scikit-learn's or scipy's: peer.py CASE COLUMNS FILE, as ours.ts. Labels go to FILE.peer."""
import json, resource, sys, time
import numpy as np

name, columns, file = sys.argv[1], int(sys.argv[2]), sys.argv[3]
everyone = np.fromfile(file).reshape(-1, columns)
all_groups = np.fromfile(file + ".groups", dtype=np.uint8)

from sklearn.cluster import DBSCAN, KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score
from sklearn.mixture import GaussianMixture
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import cdist


def kmeans():
    return {"value": KMeans(8, n_init=10, random_state=1).fit(x).inertia_}


def strategy():
    """What an expert writes: ten starts on 20,000 rows, then one run over all from the best, until no label changes."""
    sample = x[np.random.RandomState(1).choice(len(x), min(len(x), 20000), replace=False)]
    start = KMeans(8, n_init=10, random_state=1).fit(sample).cluster_centers_
    return {"value": KMeans(8, n_init=1, init=start, tol=0).fit(x).inertia_}


def differing(fits):
    """The best four within a percent of the best that differ."""
    kept = []
    for fit in sorted(fits, key=lambda fit: fit.inertia_):
        near = any(abs(one.inertia_ - fit.inertia_) <= 1e-4 * one.inertia_ for one in kept)
        if not near and fit.inertia_ <= 1.01 * min(one.inertia_ for one in fits) and len(kept) < 4:
            kept.append(fit)
    return kept


def exchanged(sample, centres, draw):
    """The centres with one exchanged for one of two rows drawn, as ours chooses the pair."""
    squares = cdist(sample, centres, "sqeuclidean")
    labels = squares.argmin(1)
    best, second = np.partition(squares, 1, axis=1)[:, :2].T
    found = []
    for row in draw.choice(len(sample), 2, p=best / best.sum()):
        left = np.minimum(best, ((sample - sample[row]) ** 2).sum(1))
        lost = np.bincount(labels, np.where(left == best, second - best, 0), len(centres))
        found.append((left.sum() + lost.min(), row, lost.argmin()))
    _, row, old = min(found)
    centres = centres.copy()
    centres[old] = sample[row]
    return centres


def same():
    """Our own steps: ten starts on 8,000 rows, the best four on 20,000, exchanges there, the best on 100,000, then all."""
    draw = np.random.RandomState(1)
    some = lambda count: x[draw.choice(len(x), count, replace=False)] if count < len(x) else x
    run = lambda rows, start, tol=1e-4: KMeans(8, n_init=1, init=start, tol=tol).fit(rows)
    sample = some(8000)
    starts = [KMeans(8, n_init=1, random_state=seed).fit(sample) for seed in range(10)]
    sample = some(20000)
    best = differing([run(sample, fit.cluster_centers_) for fit in differing(starts)])
    for _ in range(4):
        before = best[0].inertia_
        tried = [run(sample, exchanged(sample, best[at % len(best)].cluster_centers_, draw)) for at in range(16)]
        best = differing(best + tried)
        if best[0].inertia_ >= before * (1 - 1e-6):
            break
    sample = some(100000)
    best = differing([run(sample, fit.cluster_centers_) for fit in best])
    return {"value": run(x, best[0].cluster_centers_, 0).inertia_}


def sweep(n_init=10):
    inertias = []
    some = np.random.RandomState(1).choice(len(x), min(len(x), 10000), replace=False)
    for k in range(2, 13):
        fit = KMeans(k, n_init=n_init, random_state=1).fit(x)
        inertias.append(fit.inertia_)
        silhouette_score(x[some], fit.labels_[some])
        davies_bouldin_score(x, fit.labels_)
        calinski_harabasz_score(x, fit.labels_)
    return {"inertias": inertias}


def silhouette():
    return {"value": silhouette_score(x, groups)}


def ward():
    heights = linkage(x, "ward")[:, 2]
    return {"value": heights.sum(), "top": heights[-1]}


def dbscan():
    labels = DBSCAN(eps=0.5, min_samples=10).fit(x).labels_
    labels.astype(np.int32).tofile(file + ".peer")
    return {"groups": int(labels.max()) + 1, "noise": int((labels < 0).sum())}


def gaussians(kind):
    """From the same groups: their weights, means and covariances, then twenty steps."""
    parts = [x[groups == c] for c in range(7)]
    cov = [np.cov(p.T, bias=True) + 1e-6 * np.eye(columns) for p in parts]
    precisions = np.array([np.linalg.inv(c) for c in cov] if kind == "full" else [1 / np.diag(c) for c in cov])
    fit = GaussianMixture(
        7, covariance_type=kind, tol=0, max_iter=20, init_params="random_from_data", random_state=1,
        weights_init=[len(p) / len(x) for p in parts], means_init=[p.mean(0) for p in parts],
        precisions_init=precisions,
    ).fit(x)
    return {"value": fit.lower_bound_}


def pca():
    variances = PCA().fit(x).explained_variance_
    return {"value": variances[0], "last": variances[-1]}


CASES = {
    "kmeans": kmeans, "strategy": strategy, "same": same, "sweep": sweep, "silhouette": silhouette, "ward": ward,
    "dbscan": dbscan, "mixture": lambda: gaussians("full"), "diagonal": lambda: gaussians("diag"), "pca": pca,
}
import warnings
warnings.filterwarnings("ignore")


def timed(count):
    global x, groups
    x, groups = everyone[:count], all_groups[:count]
    cpu, began = time.process_time(), time.perf_counter()
    found = CASES[name]()
    return {"wall": time.perf_counter() - began, "cpu": time.process_time() - cpu, **found}


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


start = timed(2000)
before = peak()
found = timed(len(everyone))
print(json.dumps({**found, "start": {"cpu": start["cpu"], "wall": start["wall"]}, "peak": peak(), "before": before}))
