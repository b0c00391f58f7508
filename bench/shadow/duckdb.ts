import { spawnSync } from 'node:child_process'

const SCRIPT = `
import duckdb, json, sys, time
primary, candidate, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
duckdb.sql("SET threads=2; SET enable_progress_bar=false")
read = "read_ndjson('%s', columns={id: 'VARCHAR', status: 'INT', user: 'JSON', items: 'JSON', page: 'JSON', meta: 'JSON'})"
query = f"""SELECT count(*), count(*) FILTER (a.status <> b.status), count(*) FILTER (a.user <> b.user),
  count(*) FILTER (a.items <> b.items), count(*) FILTER (a.page <> b.page), count(*) FILTER (a.meta <> b.meta)
  FROM {read % primary} a JOIN {read % candidate} b USING (id)"""
times = []
for _ in range(runs):
    began = time.perf_counter()
    rows = duckdb.sql(query).fetchall()
    times.append(time.perf_counter() - began)
print(json.dumps([sorted(times)[runs // 2], rows[0][0]]))
`

/**
 * Seconds, median of some runs, that DuckDB takes to join two logs by id and count in how many pairs each top-level field
 * differs: less than we tell, since it names no path below. From the Python module of BENCH_PYTHON (or python3);
 * undefined where that has none.
 */
export function withDuckDb(
  primary: string,
  candidate: string,
  runs: number,
): { readonly seconds: number; readonly pairs: number } | undefined {
  const python = process.env['BENCH_PYTHON'] ?? 'python3'
  const { status, stdout } = spawnSync(python, ['-c', SCRIPT, primary, candidate, String(runs)], {
    encoding: 'utf8',
  })
  if (status !== 0) return undefined
  const [seconds, pairs]: readonly unknown[] = JSON.parse(stdout) as readonly unknown[]
  return typeof seconds === 'number' && typeof pairs === 'number' ? { seconds, pairs } : undefined
}
