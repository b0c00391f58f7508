import { createRequire } from 'node:module'
import { join } from 'node:path'

/** A package that is not one of ours, from BENCH_MODULES (a node_modules folder); undefined where it is missing. */
export function optional(name: string): unknown {
  const folder = process.env['BENCH_MODULES']
  const base = folder === undefined ? import.meta.filename : join(folder, '..', 'index.js')
  try {
    return createRequire(base)(name)
  } catch {
    return undefined
  }
}
