"""Evidence about quantiles, written a second time from its formulas (docs/verdicts.md), with NumPy and SciPy.

Writes test/oracles/stats/quantiles.json: seeds of 1,000 random rollouts of noisy blocks, raw values or buckets, with the log
e-values of the ranks, of the tail and of the far tail, and of a pass. Run: python3 test/oracles/make-quantiles.py
"""
import importlib.util
import json
import math
import statistics
from pathlib import Path

import numpy as np
from scipy.special import logsumexp
from scipy.stats import rankdata

from seeded import seeded


def load(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"make-{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


noise, forms = load("noise"), load("forms")
SHIFTS = np.geomspace(0.004, 0.45, 24)
BOUNDS = [2, 4, 6, 8, 10, 12, 14, 16]


class Tempered:
    """The product of bounded factors, one for each effect."""

    def __init__(self, eps, alpha):
        self.eps, self.most, self.sums = eps, alpha**-0.49, np.zeros(24)

    def add(self, logs, sizes, phi):
        mix = max(0.01, self.eps)
        for j in range(24):
            bound = min(self.most, noise.bound_at(math.exp(sizes[j] - math.log(phi) / 2), self.eps))
            factor = min(bound, math.exp(min(700, logs[j] / phi))) / (1 + self.eps * (bound - 1))
            self.sums[j] += math.log(mix + (1 - mix) * factor)

    def log_e(self, weights):
        return float(logsumexp(self.sums + weights))


class Ranks:
    """Noise of the mean rank of a block."""

    def __init__(self, history):
        self.h, self.shifts, self.N, self.Q, self.E, self.count = history, [], 0.0, 0.0, 0.0, 0

    def temper(self, v):
        if self.h is None:
            weight = 5 * v * v
            return 1 + max(0, (weight * 8e-4 + self.N) / (weight + self.Q)) * v
        known, memory = 2 * self.h["lrv"], self.h["memory"]
        shown = 0
        if self.count >= 5 and (self.N - 1.5 * math.sqrt(2 * self.E)) / self.Q > known / memory:
            shown = self.N / self.Q * memory
        return 1 + max(known, shown) * v

    def add(self, u, n, m):
        shift, v = u / (n * m) - 0.5, 12 * n * m / (n + m)
        if self.shifts:
            phi = self.temper(v)
            self.N += v * (min((shift - statistics.median(self.shifts[-20:])) ** 2 * v, 9 * phi) - 1)
            self.Q += v * v
            self.E += (v * phi) ** 2
            self.count += 1
        self.shifts.append(shift)


def pairs_above(c, b, slope, offset):
    """Mann-Whitney's u of two lists of values against slope b + offset, by midranks."""
    moved = (np.array(c) - offset) / slope
    ranks = rankdata(np.concatenate([moved, b]))[: len(c)]
    return ranks.sum() - len(c) * (len(c) + 1) / 2


def u_of(block, slope, offset):
    if block["values"]:
        return pairs_above(block["c"], block["b"], slope, offset)
    c, b = np.array(block["c"], float), np.array(block["b"], float)
    return float((c * (np.cumsum(b) - b / 2)).sum())


def above(block, arm, x, inside):
    """How many values are above x for certain, or may be."""
    if block["values"]:
        return sum(value > x for value in block[arm])
    edges = [0, *BOUNDS, math.inf]
    each = zip(block[arm], edges, edges[1:])
    return sum(count for count, low, high in each if (low >= x if inside == "below" else high > x))


def threshold_of(past, q):
    """The edge above which a share next to 1 - q lies, in logs; the highest of equals."""
    total = sum(past.values())
    best, miss = None, math.inf
    for edge in sorted(past):
        over = sum(count for other, count in past.items() if other > edge)
        if edge == math.inf or not over > total * 1e-12:
            break
        off = abs(math.log(over / total / (1 - q)))
        if off <= miss:
            best, miss = edge, off
    return best


class Rate:
    """The test of equal rates, with the noise of its own blocks."""

    def __init__(self, side, history, eps, alpha):
        self.side, self.noise, self.sums = side, noise.Noise("bernoulli", history), Tempered(eps, alpha)

    def add(self, x, n, y, m, known=None):
        rate, temper = known or self.noise.before(x, n, y, m)
        k, total = x + y, n + m
        common = k > 0.05 * total and n * m * k * (total - k) / total**3 <= 4e6
        form = forms.odds if common else (lambda *given: forms.ratio("bernoulli", *given[:4], 1, *given[4:]))
        logs, sizes, v = form(x, n, y, m, self.side, rate)
        self.sums.add(logs, sizes, temper(v))
        self.noise.add(x, n, y, m)
        return rate, temper

    def log_e(self):
        return self.sums.log_e(np.log(noise.WEIGHTS))


class Tail:
    def __init__(self, q, line, certainly, direction, history, alpha):
        self.q, self.line, self.certainly, self.direction = q, line, certainly, direction
        self.first = None if history is None else history["threshold"]
        eps = 0.005 if history is None else history["eps"]
        self.fail, self.passes = (Rate(side, history, eps, alpha) for side in (direction, -direction))
        self.past = {}

    def add(self, block):
        threshold = threshold_of(self.past, self.q) if self.past else self.first
        edges = block["b"] if block["values"] else [*BOUNDS, math.inf]
        for edge, count in zip(edges, [1] * len(edges) if block["values"] else block["b"]):
            self.past[edge] = self.past.get(edge, 0) + count
        if threshold is None:
            return
        slope, offset = self.line
        n, m = (len(block[arm]) if block["values"] else sum(block[arm]) for arm in "cb")
        for_fail, for_pass = ("below", "above") if self.direction == 1 else ("above", "below")
        y = above(block, "b", threshold, "below")
        moved = slope * threshold + offset
        x = above(block, "c", moved, for_fail) if self.certainly else above(block, "c", threshold, "below")
        self.fail.add(x, n, y, m)
        self.passes.add(above(block, "c", moved, for_pass), n, y, m)


def log_es(case, blocks):
    direction, line, history, alpha = case["direction"], case["line"], case["history"], case["alpha"]
    tails = [case["q"]] + ([0.99] if direction == 1 else [])
    tests = [Tail(q, line, case["certainly"], direction, history, alpha) for q in tails]
    shift = Tempered(0.005 if history is None else history["eps"], alpha)
    ranks = Ranks(history)
    slope, offset = line if case["certainly"] else (1, 0)
    for block in blocks:
        for test in tests:
            test.add(block)
        if case["certainly"] and not block["values"]:
            continue
        n, m = (len(block[arm]) if block["values"] else sum(block[arm]) for arm in "cb")
        u = u_of(block, slope, offset)
        weight = 1 / (n + m + 1)
        s, variance = weight * (u - n * m / 2), weight * n * m / 12
        logs = 12 * SHIFTS * direction * s - 72 * SHIFTS**2 * variance
        shift.add(logs, np.log(12 * SHIFTS) + math.log(variance) / 2, ranks.temper(12 * n * m / (n + m)))
        ranks.add(u, n, m)
    fails = [shift.log_e(np.full(24, -math.log(24))), *(test.fail.log_e() for test in tests)]
    return fails, tests[0].passes.log_e()


def main():
    cases = []
    for i in range(1000):
        random = seeded(i + 1)
        raw = random() < 0.4
        q = [0.5, 0.75, 0.9][int(3 * random())]
        direction = 1 if random() < 0.6 else -1
        relative, size = random() < 0.7, 0.05 + 0.5 * random()
        line = (1 + direction * size, 0) if relative else (1, direction * 3 * size)
        certainly, alpha = random() < 0.3, 0.05 if random() < 0.5 else 0.01
        change, shaken = int(3 * random()), random()
        lrv, memory = 0.2 * random(), 1 if random() < 0.6 else 4
        history = {"blocks": 1440, "rate": 1 - q, "lrv": lrv * memory, "memory": memory, "eps": 0.01, "threshold": 8}
        if random() < 0.5:
            history = None
        n, m, scale = 5 + int(25 * random()), 5 + int(25 * random()), 1 + int(40 * random())

        def drawn(count, more):
            shift = more + int(6 * shaken * random())
            return sorted(1 + shift + int(10 * random()) for _ in range(count))

        def bucketed(values):
            counts = [0] * (len(BOUNDS) + 1)
            for value in values:
                counts[next((j for j, bound in enumerate(BOUNDS) if value <= bound), len(BOUNDS))] += scale
            return counts

        blocks = []
        for _ in range(1 + int(15 * random())):
            c, b = drawn(n, change), drawn(m, 0)
            blocks.append({"values": raw, "c": c, "b": b} if raw else {"values": raw, "c": bucketed(c), "b": bucketed(b)})
        case = {"q": q, "direction": direction, "line": line, "certainly": certainly, "alpha": alpha, "history": history}
        fails, passes = log_es(case, blocks)
        cases.append({"seed": i + 1, "fails": fails, "passes": passes})
    path = Path(__file__).parent / "stats" / "quantiles.json"
    path.write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
