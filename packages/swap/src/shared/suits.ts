import { isRecord } from '@sluice/action'

/** Whether a shared component suits a colour; `unknown` where a document can't be understood. */
export interface Suits {
  readonly finding: 'fine' | 'worse' | 'unknown'
  readonly detail: string
}

/**
 * Expand and contract: a colour lives with every migration that adds, but only with removals it knows of. `state` is
 * `{ applied: [{ id, kind: expand | contract }] }`, a colour's document `{ needs: [id], knows: [id] }`.
 */
export function suitsMigrations(state: unknown, colour: unknown): Suits {
  const applied = appliedOf(state)
  const needs = idsOf(colour, 'needs')
  const knows = idsOf(colour, 'knows')
  if (applied === undefined)
    return unknown('the state must be { applied: [{ id, kind: expand | contract }] }')
  if (needs === undefined || knows === undefined)
    return unknown('the colour must say { needs: [id], knows: [id] }')
  const missing = needs.filter((id) => !applied.some((each) => each.id === id))
  const removed = applied
    .filter((each) => each.kind === 'contract' && !knows.includes(each.id))
    .map((each) => each.id)
  if (missing.length > 0)
    return {
      finding: 'worse',
      detail: `needs ${missing.join(', ')}, which ${missing.length === 1 ? 'is' : 'are'} not applied yet`,
    }
  if (removed.length > 0)
    return { finding: 'worse', detail: `does not know ${removed.join(', ')}, which may remove what it uses` }
  return { finding: 'fine', detail: `is compatible with all ${applied.length} applied migrations` }
}

/** `state` is a version or `{ version }`, a colour's document a list of versions or `{ supports: [version] }`. */
export function suitsVersion(state: unknown, colour: unknown): Suits {
  const version = isRecord(state) ? state['version'] : state
  const supports = isRecord(colour) ? colour['supports'] : colour
  if (typeof version !== 'string' && typeof version !== 'number')
    return unknown('the state must be a version')
  if (!Array.isArray(supports) || supports.length === 0)
    return unknown('the colour must list the versions it supports')
  const known = supports.map(String)
  return known.includes(String(version))
    ? { finding: 'fine', detail: `supports version ${version}` }
    : { finding: 'worse', detail: `supports ${known.join(', ')}, not version ${version}` }
}

function unknown(detail: string): Suits {
  return { finding: 'unknown', detail }
}

interface Applied {
  readonly id: string
  readonly kind: 'expand' | 'contract'
}

function appliedOf(state: unknown): readonly Applied[] | undefined {
  const list: unknown = isRecord(state) ? state['applied'] : undefined
  if (!Array.isArray(list)) return undefined
  const read = list.flatMap((item: unknown): Applied[] => {
    if (!isRecord(item) || item['id'] === undefined) return []
    const kind = item['kind']
    return kind === 'expand' || kind === 'contract' ? [{ id: String(item['id']), kind }] : []
  })
  return read.length === list.length ? read : undefined
}

function idsOf(colour: unknown, name: string): readonly string[] | undefined {
  const list: unknown = isRecord(colour) ? colour[name] : undefined
  return Array.isArray(list) ? list.map(String) : undefined
}
