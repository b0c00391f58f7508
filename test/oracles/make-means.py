"""Evidence about means and what a history says of them, written a second time from its formulas, with NumPy and SciPy.

Writes test/oracles/stats/means.json: seeds of 1,000 random histories and rollouts, what was learned, and their log e-value.
Run: python3 test/oracles/make-means.py
"""
import json
import math
import statistics
from pathlib import Path

import numpy as np
from scipy.optimize import brentq
from scipy.special import logsumexp
from scipy.stats import norm

from seeded import seeded

LEVEL = 121


def present(values):
    """Median of the means of eleven groups of neighbours among the last 121 values."""
    last = values[-LEVEL:]
    edges = [k * len(last) // 11 for k in range(12)]
    return float(np.median([np.mean(last[a:b]) for a, b in zip(edges, edges[1:])]))
SHIFTS = np.geomspace(0.05, 8, 24)
NODES = np.linspace(math.log(1e-3), math.log(30), 121)
TABLES = {}


def bound_at(s, eps):
    if eps not in TABLES:
        def best(sd):
            def excess(c):
                spoilt = eps * math.exp(c)
                return norm.sf((c - sd * sd / 2) / sd) - spoilt / (1 - eps + spoilt)

            return 12.0 if excess(12) >= 0 else brentq(excess, 0, 12, xtol=1e-14)

        TABLES[eps] = np.exp([best(math.exp(node)) for node in NODES])
    return float(np.interp(math.log(s), NODES, TABLES[eps]))


def windows(count):
    for i in range(count):
        low = min(max(0, i - LEVEL // 2), max(0, count - LEVEL))
        yield slice(low, min(count, low + LEVEL))


def learn(n, mean, m2):
    variance = m2.sum() / (n - 1).sum()
    centre = np.array([np.median(mean[part]) for part in windows(len(mean))])
    robust = math.sqrt(np.median((mean - centre) ** 2) / norm.ppf(0.75) ** 2)
    spread = max(math.sqrt(np.median(variance / n)), robust)
    held = np.clip(mean, centre - 5 * spread, centre + 5 * spread)
    level = np.array([np.average(held[part], weights=n[part]) for part in windows(len(mean))])
    g, q = (mean - level) / spread, variance / n / spread**2
    keep, own, count = np.ones(len(g), bool), 0.0, len(g)
    for _ in range(2):
        excess = lambda t: np.mean(np.minimum(g[keep] ** 2 / (q[keep] + t), 9)) - 0.995
        clear = 1.5 * np.sqrt(np.mean(2 + q) / count)
        own = 0.0 if excess(0) <= clear else 30.0 if excess(30) >= 0 else brentq(excess, 0, 30, xtol=1e-15)
        z = g / np.sqrt(q + own)
        keep = np.abs(z) <= 7
    c = np.where(keep, np.clip(z, -3, 3) * np.sqrt(q + own), 0)
    c = c - c.mean()
    total = 0.0
    for lag in range(1, min(60, count // 5) + 1):
        gamma = np.mean(c[lag:] * c[:-lag])
        if gamma <= 2 * np.mean(c * c) / np.sqrt(count):
            break
        total += gamma
    lrv = own + 2 * total
    lrv /= max(0.5, 1 - (lrv / own / LEVEL if own > 0 else 0))
    return {
        "level": present(mean),
        "deviation": math.sqrt(variance),
        "spread": spread,
        "lrv": lrv,
        "memory": lrv / own if own > 0 else 1.0,
        "eps": (np.sum(~keep) + 1) / (count + 2),
        "times": np.sqrt(1 + own / np.mean(q)),
    }


class Noise:
    """The history holds unless the rollout shows clearly more."""

    def __init__(self, slope, learned):
        self.slope, self.h = slope, learned
        self.arms = max(1, slope**2) + slope**2
        self.learned = learned["lrv"] * learned["spread"] ** 2
        self.known = self.learned / learned["memory"]
        self.within, self.far, self.means = [], [], []
        self.N = self.Q = self.E = 0.0
        self.count = self.lone = 0
        self.ln = self.le = 0.0

    def value(self):
        return max(self.h["deviation"] ** 2, statistics.median(self.within[-20:]) if self.within else 0)

    def unexpected(self):
        if self.lone < 2:
            return 0.0
        mean = self.ln / self.lone
        return mean if mean - 2.5 * math.sqrt(self.le) / self.lone > self.known else 0.0

    def shown(self):
        if self.count < 5:
            return 0.0
        clear = (self.N - 1.5 * math.sqrt(2 * self.E)) / self.Q > 2 * self.known
        return self.N / self.Q / 2 if clear else 0.0

    def before(self, n, m):
        chance = self.value() * (1 / n + self.slope**2 / m)
        unknown = self.unexpected() * max(self.h["memory"], UNKNOWN)
        return chance, chance + self.arms * max(self.learned, self.shown() * self.h["memory"], unknown)

    def add(self, d, base, n, m, variance):
        chance, whole = self.before(n, m)
        if self.far:
            v, phi = self.arms / 2 / chance, whole / chance
            self.N += v * (min((d - statistics.median(self.far[-20:])) ** 2 / chance, 9 * phi) - 1)
            self.Q += v * v
            self.E += (v * phi) ** 2
            self.count += 1
        recent = self.means[-20:]
        off = base - statistics.median(recent + [self.h["level"]] * (20 - len(recent)))
        c, held = self.value() / m, max(self.known, self.unexpected())
        self.ln += min(off * off, 9 * (c + held)) - c
        self.le += 2 * (c + self.known) ** 2
        self.lone += 1
        self.far.append(d)
        self.means.append(base)
        self.within.append(variance)


UNKNOWN = 4


def log_e(blocks, learned, side, slope, offset, alpha):
    noise, sums, unit = Noise(slope, learned), np.zeros(24), None
    eps, most = learned["eps"], alpha**-0.49
    mix = max(0.01, eps)
    for (n, mc, c2), (m, mb, b2) in blocks:
        _, whole = noise.before(n, m)
        unit = math.sqrt(whole) if unit is None else unit
        d = mc - slope * mb - offset
        for j, shift in enumerate(SHIFTS):
            size = shift * unit
            bound = min(most, bound_at(size / math.sqrt(whole), eps))
            factor = min(bound, math.exp(min(700, (side * size * d - size * size / 2) / whole)))
            sums[j] += math.log(mix + (1 - mix) * factor / (1 + eps * (bound - 1)))
        noise.add(d, mb, n, m, (c2 + b2) / (n + m - 2))
    return float(logsumexp(sums) - math.log(24))


def main():
    cases = []
    for i in range(1000):
        random = seeded(i + 1)
        level, spread, keeps = 50 + 100 * random(), 0.1 * random() ** 2, random()
        size = 20 + int(random() * 400)

        def summary(n, mean):
            noise = sum(random() for _ in range(4)) - 2
            return [n, mean + noise * level / math.sqrt(n), (n - 1) * level**2 * (0.2 + 0.2 * random())]

        def walk(count, far):
            state, out = 0.5, []
            for _ in range(count):
                state = keeps * state + (1 - keeps) * random()
                out.append(level * (1 + spread * (state - 0.5)) * (1.5 if random() < far else 1))
            return out

        history = [summary(size + int(random() * size), mean) for mean in walk(100 + int(random() * 150), 0.02)]
        learned = learn(*(np.array(column, float) for column in zip(*history)))
        if random() < 0.3:
            spread *= 4
        ratio, share, count = 0.9 + 0.25 * random(), 0.1 + 0.5 * random(), 1 + int(random() * 30)
        side, slope, offset = (1, 1.0, 0.0) if random() < 0.5 else (-1, 0.9 + 0.3 * random(), 0.0)
        if random() < 0.3:
            slope, offset = 1.0, level * 0.1 * random()
        alpha = 0.05 if random() < 0.5 else 0.01
        n, m = max(2, int(size * share)), max(2, int(size * (1 - share)))
        candidate, baseline = walk(count, 0.01), walk(count, 0.01)
        blocks = [(summary(n, ratio * c), summary(m, b)) for c, b in zip(candidate, baseline)]
        value = log_e(blocks, learned, side, slope, offset, alpha)
        cases.append({"seed": i + 1, "learned": {k: float(v) for k, v in learned.items()}, "logE": value})
    path = Path(__file__).parent / "stats" / "means.json"
    path.write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
