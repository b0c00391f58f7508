import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SCRIPT = `
import json, sys, time
import numpy as np
from scipy import stats
x, y = (np.fromfile(name) for name in sys.argv[1:3])
def best(run, runs):
    times, value = [], None
    for _ in range(runs):
        began = time.perf_counter()
        value = run()
        times.append(time.perf_counter() - began)
    return [1000 * min(times), float(value)]
runs = int(sys.argv[3])
print(json.dumps({
    "mann-whitney": best(lambda: stats.mannwhitneyu(x, y, method="asymptotic").statistic, runs),
    "ks": best(lambda: stats.ks_2samp(x, y, method="asymp").statistic, runs),
    "wasserstein": best(lambda: stats.wasserstein_distance(x, y), runs),
}))
`

/** SciPy's milliseconds and answer for one operation. */
export interface Measured {
  readonly ms: number
  readonly answer: number
}

function decodeMeasured(data: unknown): Measured | undefined {
  if (!Array.isArray(data)) return undefined
  const [ms, answer]: readonly unknown[] = data
  return typeof ms === 'number' && typeof answer === 'number' ? { ms, answer } : undefined
}

/** Runs SciPy over the same arms (python3, or BENCH_PYTHON); undefined where Python or SciPy is missing. */
export function measureScipy(
  x: Float64Array,
  y: Float64Array,
  runs: number,
): ((operation: string) => Measured | undefined) | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'bench-stats-'))
  try {
    const files = [join(folder, 'x'), join(folder, 'y')] as const
    writeFileSync(files[0], x)
    writeFileSync(files[1], y)
    const python = process.env['BENCH_PYTHON'] ?? 'python3'
    const { status, stdout } = spawnSync(python, ['-c', SCRIPT, ...files, String(runs)], { encoding: 'utf8' })
    if (status !== 0) return undefined
    const answers: unknown = JSON.parse(stdout)
    if (typeof answers !== 'object' || answers === null) return undefined
    const entries = new Map<string, unknown>(Object.entries(answers))
    return (operation) => decodeMeasured(entries.get(operation))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
