"""Writes test/oracles/shadow/probabilities.json: what scikit-learn and SciPy make of probability vectors.

Needs Python 3.10+ with scikit-learn and scipy. Seeded: the same versions give the same file.
Run: python3 test/oracles/make-probabilities.py
"""
import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.spatial.distance import cityblock
from scipy.stats import entropy
from sklearn.metrics import brier_score_loss, log_loss, top_k_accuracy_score

rng = np.random.default_rng(20261130)
CLASSES = ["bee", "cat", "dog", "eel", "fox"]
n = 60
truth = rng.integers(0, 5, n)
arms = {}
for name, strength in (("stable", 2.0), ("candidate", 0.7)):
    logits = rng.normal(size=(n, 5))
    logits[np.arange(n), truth] += strength
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    arms[name] = p
labels = np.arange(5)
out = {
    "source": f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}; make-probabilities.py",
    "classes": CLASSES,
    "truth": [CLASSES[k] for k in truth],
    **{name: p.tolist() for name, p in arms.items()},
    "expected": {
        name: {
            "logLoss": log_loss(truth, p, labels=labels),
            "brier": brier_score_loss(truth, p, labels=labels),
            "top3": top_k_accuracy_score(truth, p, k=3, labels=labels),
            "entropy": float(np.mean([entropy(row) for row in p])),
            "highest": float(np.mean(p.max(axis=1))),
        }
        for name, p in arms.items()
    },
    "shift": float(np.mean([cityblock(a, b) / 2 for a, b in zip(arms["stable"], arms["candidate"])])),
}
path = pathlib.Path(__file__).parent / "shadow" / "probabilities.json"
path.parent.mkdir(exist_ok=True)
path.write_text(json.dumps(out, indent=1) + "\n")
