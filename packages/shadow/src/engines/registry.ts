import { clickhouse } from './clickhouse.ts'
import type { ComparisonEngine } from './contract.ts'
import { duckdb } from './duckdb.ts'
import { node } from './node.ts'

export type EngineName = 'node' | 'duckdb' | 'clickhouse'

/** What `engine` may name; the first is what is meant when nobody says. */
export const ENGINES: Readonly<Record<EngineName, ComparisonEngine>> = { node, duckdb, clickhouse }

export const ENGINE_NAMES = Object.keys(ENGINES) as readonly EngineName[]
