import { patternSource } from '../json/paths.ts'
import type { Comparison } from '../comparison.ts'

const ARMS = ['p', 'c', 's'] as const

/** DuckDB's way to write a place, turned into ours: `$.a."odd key"[3]` becomes `a["odd key"][*]`. */
const PLACE = String.raw`CREATE MACRO place(k) AS regexp_replace(regexp_replace(regexp_replace(regexp_replace(k, '\."([A-Za-z_$][A-Za-z0-9_$-]*)"', '.\1', 'g'), '\."([^"]*)"', '["\1"]', 'g'), '\[\d+\]', '[*]', 'g'), '^\$\.?', '');`

/** Some versions write odd keys without quotes, so that `a.b` may be one key or two: such a place means nothing. */
const AMBIGUOUS = String.raw`name IS NOT NULL AND k <> concat(parent, '."', name, '"') AND k <> concat(parent, '[', name, ']') AND NOT (k = concat(parent, '.', name) AND regexp_full_match(name, '[A-Za-z_$][A-Za-z0-9_$-]*'))`

/** A text as an SQL literal. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Patterns as one regular expression that both engines and we read alike. */
function ignored({ rules }: Comparison): string {
  return rules.ignore.map((pattern) => patternSource(pattern)).join('|') || '^$never'
}

/** DuckDB: pair by id, open up only the records whose text differs, and count the places that differ. */
export function duckdbSql(arms: readonly (readonly string[])[], comparison: Comparison): string {
  const id = comparison.pairBy.map((path) => `json_extract(j, ${quoted(pointer(path))})::VARCHAR`)
  const tables = arms.map((paths, k) => {
    const name = ARMS[k] ?? 's'
    const files = `[${paths.map(quoted).join(', ')}]`
    return [
      `CREATE TABLE ${name}_all AS SELECT concat_ws(',', ${id.join(', ')}) AS id, j, row_number() OVER () AS n FROM read_json_objects(${files}, format = 'newline_delimited', ignore_errors = true) t(j);`,
      `CREATE TABLE ${name} AS SELECT id, arg_min(j, n) AS j FROM ${name}_all WHERE id <> '' GROUP BY id;`,
    ].join('\n')
  })
  const noise = arms.length > 2
  return [
    ...tables,
    PLACE,
    'CREATE TABLE ambiguous (k VARCHAR);',
    nodesOf('p', 'c', 'raw_nodes'),
    noise ? nodesOf('p', 's', 'noise_nodes') : 'CREATE TABLE noise_nodes (id VARCHAR, path VARCHAR);',
    `DELETE FROM raw_nodes WHERE regexp_matches(path, ${quoted(ignored(comparison))});`,
    `DELETE FROM noise_nodes WHERE regexp_matches(path, ${quoted(ignored(comparison))});`,
    countsSql(noise),
  ].join('\n')
}

/** Every place where two arms differ, topmost only; an array of another length differs as a whole. */
function nodesOf(left: string, right: string, into: string): string {
  const tree = (arm: string): string =>
    `SELECT x.id, t.fullkey AS k, t.path AS parent, t.key AS name, t.type AS t, t.atom::VARCHAR AS a FROM pairs x, json_tree(x.${arm}) t`
  return [
    `CREATE OR REPLACE TEMP TABLE pairs AS SELECT a.id, a.j AS l, b.j AS r FROM ${left} a JOIN ${right} b USING (id) WHERE a.j::VARCHAR <> b.j::VARCHAR;`,
    `CREATE OR REPLACE TEMP TABLE ln AS ${tree('l')};`,
    `CREATE OR REPLACE TEMP TABLE rn AS ${tree('r')};`,
    ...['ln', 'rn'].map((nodes) => `INSERT INTO ambiguous SELECT k FROM ${nodes} WHERE ${AMBIGUOUS};`),
    `CREATE TABLE ${into} AS
SELECT DISTINCT id, CASE WHEN lt = 'ARRAY' AND rt = 'ARRAY' THEN place(parent) ELSE place(k) END AS path FROM (
  SELECT coalesce(ln.id, rn.id) AS id, coalesce(ln.k, rn.k) AS k, coalesce(ln.parent, rn.parent) AS parent,
    coalesce(lp.t, rp.t) AS lt, CASE WHEN ln.k IS NULL OR rn.k IS NULL THEN coalesce(lp.t, rp.t) END AS rt,
    kind(ln.t) AS a, kind(rn.t) AS b, ln.a AS av, rn.a AS bv, lp.t AS lpt, rp.t AS rpt
  FROM ln FULL JOIN rn ON ln.id = rn.id AND ln.k = rn.k
  LEFT JOIN ln lp ON lp.id = coalesce(ln.id, rn.id) AND lp.k = coalesce(ln.parent, rn.parent)
  LEFT JOIN rn rp ON rp.id = coalesce(ln.id, rn.id) AND rp.k = coalesce(ln.parent, rn.parent)
) WHERE (a IS NULL OR b IS NULL OR a <> b OR (a NOT IN ('ARRAY', 'OBJECT') AND av <> bv))
  AND (lpt IS NULL OR rpt IS NULL OR lpt = rpt) AND (lpt IS NOT NULL AND rpt IS NOT NULL OR k = '$');`,
  ]
    .join('\n')
    .replace(
      'CREATE OR REPLACE TEMP TABLE pairs',
      "CREATE OR REPLACE MACRO kind(t) AS CASE WHEN t IN ('UBIGINT', 'BIGINT', 'DOUBLE', 'HUGEINT') THEN 'NUMBER' ELSE t END;\nCREATE OR REPLACE TEMP TABLE pairs",
    )
}

function countsSql(noise: boolean): string {
  const all =
    'SELECT coalesce(r.path, n.path) AS path, coalesce(r.id, n.id) AS id, r.id IS NOT NULL AS raw, n.id IS NOT NULL AS noise FROM raw_nodes r FULL JOIN noise_nodes n ON r.id = n.id AND r.path = n.path'
  const tripled = noise
    ? 'WHERE coalesce(r.id, n.id) IN (SELECT id FROM s) AND coalesce(r.id, n.id) IN (SELECT id FROM c)'
    : ''
  const count = (what: string, sql: string): string =>
    `SELECT '${what}' AS what, '' AS path, (${sql}) AS raw, 0 AS noise, 0 AS both`
  return [
    `WITH nodes AS (${all} ${tripled})`,
    "SELECT 'path' AS what, path, count(*) FILTER (raw) AS raw, count(*) FILTER (noise) AS noise, count(*) FILTER (raw AND noise) AS both FROM nodes GROUP BY path",
    "UNION ALL SELECT 'any', '', count(*) FILTER (raw), count(*) FILTER (noise), count(*) FILTER (raw AND noise) FROM (SELECT id, bool_or(raw) AS raw, bool_or(noise) AS noise FROM nodes GROUP BY id)",
    `UNION ALL ${count('compared', 'SELECT count(*) FROM p JOIN c USING (id)')}`,
    `UNION ALL ${count('repeated', noise ? 'SELECT count(*) FROM p JOIN c USING (id) JOIN s USING (id)' : 'SELECT 0')}`,
    `UNION ALL ${count('ambiguous', 'SELECT count(*) FROM ambiguous')}`,
    `UNION ALL ${count('only primary', 'SELECT count(*) FROM p ANTI JOIN c USING (id)')}`,
    `UNION ALL ${count('only candidate', 'SELECT count(*) FROM c ANTI JOIN p USING (id)')}`,
    `UNION ALL ${count('duplicate primary', "SELECT (SELECT count(*) FROM p_all WHERE id <> '') - (SELECT count(*) FROM p)")}`,
    `UNION ALL ${count('duplicate candidate', "SELECT (SELECT count(*) FROM c_all WHERE id <> '') - (SELECT count(*) FROM c)")};`,
  ].join('\n')
}

function pointer(path: readonly string[]): string {
  return `/${path.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`
}
