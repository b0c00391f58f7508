"""Evidence about two rates under noise, written a second time from its formulas, in plain Python.

Writes test/oracles/stats/noise.json: 1,000 random rollouts with their log e-value. Run: python3 test/oracles/make-noise.py
"""
import json
import math
import random
import statistics
from pathlib import Path

from scipy.optimize import brentq
from scipy.stats import norm

EFFECTS = [math.exp(math.log(math.log(1.05)) + (math.log(math.log(20)) - math.log(math.log(1.05))) * j / 23) for j in range(24)]
WEIGHTS = [min((d / math.log(1.1)) ** 3, (math.log(1.1) / d) ** 0.25) for d in EFFECTS]
WEIGHTS = [w / sum(WEIGHTS) for w in WEIGHTS]
LEAST, MOST, NODES = math.log(1e-3), math.log(30), 121
TABLES = {}


def best_bound(s, eps):
    def excess(c):
        spoilt = eps * math.exp(c)
        return norm.sf((c - s * s / 2) / s) - spoilt / (1 - eps + spoilt)

    return 12.0 if excess(12) >= 0 else brentq(excess, 0, 12, xtol=1e-14)


def bound_at(s, eps):
    if eps not in TABLES:
        nodes = [LEAST + i * (MOST - LEAST) / (NODES - 1) for i in range(NODES)]
        TABLES[eps] = [math.exp(best_bound(math.exp(node), eps)) for node in nodes]
    place = min(max((math.log(s) - LEAST) / (MOST - LEAST) * (NODES - 1), 0), NODES - 1)
    i = min(int(place), NODES - 2)
    return TABLES[eps][i] * (i + 1 - place) + TABLES[eps][i + 1] * (place - i)


def scales(law, rate):
    return (rate, rate) if law == "poisson" else (rate * (1 - rate), min(rate, 1 - rate))


def expected(rates, history):
    recent = rates[-20:]
    if history is None or history["rate"] <= 0:
        return statistics.median(recent) if recent else None
    return statistics.median(recent + [history["rate"]] * (20 - len(recent))) or history["rate"]


class Noise:
    def __init__(self, law, history):
        self.law, self.history = law, history
        self.rates, self.alone = [], []
        self.N = self.Q = self.E = self.a = self.b = self.F = 0.0
        self.count = 0
        self.an = self.ae = 0.0
        self.ac = 0

    def alone_clear(self):
        known = 0.1 if self.history is None else self.history["lrv"] / self.history["memory"]
        return self.ac >= 2 and self.an / self.ac - 2.5 * math.sqrt(self.ae) / self.ac > known

    def unexpected(self):
        memory = 1 if self.history is None else self.history["memory"]
        return 2 * self.an / self.ac * max(memory, 4) if self.alone_clear() else 0.0

    def shown(self):
        h = self.history
        if self.count < 5 or self.Q <= 0:
            return None
        known = 2 * h["lrv"] / h["memory"]
        return self.N / self.Q if (self.N - 1.5 * math.sqrt(2 * self.E)) / self.Q > known else None

    def before(self, x, n, y, m):
        rate = expected(self.rates, self.history)
        rate = (x + y) / (n + m) if rate is None else rate
        unexpected, h = self.unexpected(), self.history
        N, Q, F, count = self.N, self.Q, self.F, self.count
        if h is not None:
            twice = max(2 * h["lrv"], (self.shown() or 0) * h["memory"], unexpected)
            return rate, lambda v: 1 + twice * v

        def temper(v):
            weight = 3 * v * v
            mean = (weight * 0.2 + N) / (weight + Q) if weight > 0 else 0
            most = math.inf
            if count - 1 >= 2:
                part = 2 / (9 * (count - 1))
                most = F / ((count - 1) * (1 - part - 2.3263 * math.sqrt(part)) ** 3)
            return max(1, min(1 + mean * v, most), 1 + unexpected * v)

        return rate, temper

    def add(self, x, n, y, m):
        rate, temper = self.before(x, n, y, m)
        self.a += min(x, 5 * rate * n + 5) * m / (n + m)
        self.b += min(y, 5 * rate * m + 5) * n / (n + m)
        q = self.a / self.b if self.a > 0 and self.b > 0 else 1
        share = n * q / (n * q + m)
        chance, rare = scales(self.law, rate)
        variance = chance * (n + m) * share * (1 - share)
        if variance > 0 and rare > 0:
            v = (n + m) * share * (1 - share) * rare**2 / chance
            phi = temper(v)
            z2 = (x - (x + y) * share) ** 2 / variance
            self.N += v * (min(z2, 9 * phi) - 1)
            self.Q += v * v
            self.E += (v * phi) ** 2
            self.F += z2
            self.count += 1
        level = expected(self.alone, self.history)
        self.alone.append(y / m)
        if level is not None and level > 0 and scales(self.law, level)[1] > 0:
            known = 0.1 if self.history is None else self.history["lrv"] / self.history["memory"]
            chance, rare = scales(self.law, level)
            c = chance / (m * rare**2)
            held = max(known, self.an / self.ac) if self.alone_clear() else known
            self.an += min(((y / m - level) / rare) ** 2, 9 * (c + held)) - c
            self.ae += 2 * (c + known) ** 2
            self.ac += 1
        self.rates.append((x + y) / (n + m))


def log_e(blocks, law, side, ratio, history, eps, alpha):
    noise, sums = Noise(law, history), [0.0] * 24
    most, mix = alpha**-0.49, max(0.01, eps)
    for x, n, y, m in blocks:
        rate, temper = noise.before(x, n, y, m)
        k, theta = x + y, n * ratio / (n * ratio + m)
        chance, rare = scales(law, rate)
        spread = theta * (1 - theta)
        v = (n + m) * spread * rare**2 / chance if chance > 0 else 0.0
        phi = temper(v)
        for j, d in enumerate(EFFECTS):
            log = (side * x * d - k * math.log1p(theta * math.expm1(side * d))) / phi
            sd = d * math.sqrt(max(rate * (n + m) * spread, spread) / phi)
            bound = min(most, bound_at(sd, eps))
            factor = min(bound, math.exp(log)) / (1 + eps * (bound - 1))
            sums[j] += math.log(mix + (1 - mix) * factor)
        noise.add(x, n, y, m)
    top = max(sums)
    return top + math.log(sum(w * math.exp(s - top) for w, s in zip(WEIGHTS, sums)))


def poisson(rng, mean):
    if mean > 50:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count, product = count + 1, product * rng.random()
    return count


def main():
    rng, cases = random.Random(20261130), []
    for i in range(1000):
        n = rng.choice([50, 500, 2000, 20000])
        share, rate, ratio = rng.choice([0.05, 0.25, 0.5]), 10 ** rng.uniform(-3.3, -1.4), rng.choice([0.7, 1, 1.3, 2])
        law = rng.choice(["bernoulli", "poisson"])
        cv = rng.choice([0, 0.3, 1])
        blocks = []
        for _ in range(rng.randint(1, 30)):
            c = max(1, round(n * share))
            m = max(1, n - c)
            shaken = [1.0 if cv == 0 else rng.gammavariate(1 / cv**2, cv**2) for _ in range(2)]
            x = min(c, poisson(rng, c * rate * ratio * shaken[0]))
            y = min(m, poisson(rng, m * rate * shaken[1]))
            blocks.append([x, c, y, m])
        history = None
        eps = 0.005
        if i % 2 == 1:
            memory = rng.choice([1, 1, 4])
            history = {"blocks": 1440, "rate": rate, "lrv": rng.choice([0, 0.02, 0.3]) * memory, "memory": memory, "eps": rng.choice([0.001, 0.03])}
            eps = history["eps"]
        side, null = rng.choice([(1, 1), (-1, 1.25), (1, 1.1), (-1, 1)])
        alpha = rng.choice([0.05, 0.01])
        value = log_e(blocks, law, side, null, history, eps, alpha)
        cases.append({"law": law, "side": side, "ratio": null, "alpha": alpha, "history": history, "blocks": blocks, "logE": value})
    path = Path(__file__).parent / "stats" / "noise.json"
    path.write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
