"""Stories by scikit-learn: TF-IDF vectors, agglomerative clustering of their cosines with average linkage."""

import time
from collections.abc import Iterator

from benchmarks.peers.protocol import Answer, Row, Tool, serve

_THRESHOLDS = (0.6, 0.65, 0.7, 0.75, 0.8, 0.82, 0.84, 0.86, 0.88, 0.9, 0.92)
_RUNS = ((1, 1), (1, 2))


def load(setting: str) -> Tool:
    """Words, and words with pairs of them, each with every threshold of distance."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import cosine_distances

    def answer(rows: list[Row]) -> Iterator[Answer]:
        for runs in _RUNS:
            start = time.process_time()
            weigh = TfidfVectorizer(sublinear_tf=True, stop_words="english", ngram_range=runs, min_df=2)
            distances = cosine_distances(weigh.fit_transform(row["text"] for row in rows))
            weighing = time.process_time() - start
            for threshold in _THRESHOLDS:
                start = time.process_time()
                clusters = AgglomerativeClustering(
                    n_clusters=None, metric="precomputed", linkage="average", distance_threshold=threshold
                ).fit_predict(distances)
                yield {
                    "setting": f"runs of {runs[0]} to {runs[1]} words, distance {threshold}",
                    "groups": _groups(rows, clusters.tolist()),
                    "cpu_s": weighing + time.process_time() - start,
                }

    return answer


def _groups(rows: list[Row], clusters: list[int]) -> list[list[str]]:
    members: dict[int, list[str]] = {}
    for row, cluster in zip(rows, clusters, strict=True):
        members.setdefault(cluster, []).append(row["id"])
    return list(members.values())


if __name__ == "__main__":
    serve("scikit-learn", load)
