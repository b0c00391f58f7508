"""Evidence by units, written a second time from its formulas (docs/verdicts.md), with NumPy.

Writes test/oracles/stats/units.json: seeds of 1,000 random pairs of arms, their log e-value and effective units. Run:
python3 test/oracles/make-units.py
"""
import json
import math
from pathlib import Path

import numpy as np
from scipy.special import logsumexp

from seeded import seeded

EFFECTS = np.exp(np.linspace(math.log(math.log(1.05)), math.log(math.log(20)), 24))
LOGS = np.log(EFFECTS / math.log(1.1))
WEIGHTS = np.where(LOGS < 0, 3 * LOGS, -LOGS / 4)
WEIGHTS = WEIGHTS - logsumexp(WEIGHTS)


def arm(rows, sums):
    e, n = np.array(rows, float).T
    total, count, units = e.sum(), n.sum(), len(e)
    rate = total / count
    residual = e - rate * n
    if not sums:
        residual = residual / (1 - n / count)
    return rate, units / (units - 1) * (residual**2).sum() / total**2, count**2 / (n**2).sum()


def main():
    cases = []
    for i in range(1000):
        random = seeded(i + 1)
        rate, ratio, heavy = 0.02 + 0.2 * random(), 0.5 + 1.5 * random(), random()

        def draw(p):
            rows = []
            for _ in range(15 + int(random() * 60)):
                count = 1 + int(40 * random() ** (1 + 4 * heavy))
                rows.append((min(count, int(count * p * 2 * random() + random())), count))
            return rows

        candidate, baseline = draw(rate * ratio), draw(rate)
        side, slope, offset = (1, 1.0, 0.0) if random() < 0.5 else (-1, 1 + random(), 0.0)
        if random() < 0.3:
            slope, offset = 1.0, 0.01 + 0.05 * random()
        sums = random() < 0.3
        (rc, vc, alike), (rb, vb, others) = arm(candidate, sums), arm(baseline, sums)
        line = slope * rb + offset
        t, v = math.log(rc / line), vc + vb * (slope * rb / line) ** 2
        log = logsumexp(WEIGHTS + (side * EFFECTS * t - EFFECTS**2 / 2) / v)
        cases.append({"seed": i + 1, "logE": float(log), "effective": [float(alike), float(others)]})
    path = Path(__file__).parent / "stats" / "units.json"
    path.write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
