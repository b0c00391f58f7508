import type { Operation } from './description.ts'

export interface Match {
  readonly operation: Operation
  readonly params: Readonly<Record<string, string>>
}

/** Finds the operation that a method and a raw (still encoded) path name. */
export type OperationFinder = (method: string, path: string) => Match | undefined

interface Entry {
  readonly operation: Operation
  readonly pattern: RegExp
  readonly names: readonly string[]
}

/** A file path and a git ref may hold slashes; every other parameter is one segment. */
const spansSegments = (operation: Operation, name: string): boolean =>
  (operation.id === 'repos/get-content' && name === 'path') ||
  operation.parameters.some((one) => one['name'] === name && one['x-multi-segment'] === true)

function entryFor(operation: Operation): Entry {
  const names: string[] = []
  const pattern = operation.template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name)
    return spansSegments(operation, name) ? '(.+)' : '([^/]+)'
  })
  return { operation, names, pattern: new RegExp(`^${pattern}$`) }
}

/** Literal segments win over parameters, as they do at GitHub. */
const parameterCount = (entry: Entry): number => entry.names.length

export function createFinder(operations: readonly Operation[]): OperationFinder {
  const entries = operations.map(entryFor).sort((a, b) => parameterCount(a) - parameterCount(b))
  return (method, path) => {
    for (const { operation, pattern, names } of entries) {
      const found = operation.method === method ? pattern.exec(path) : null
      if (found !== null) {
        return {
          operation,
          params: Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? '')])),
        }
      }
    }
    return undefined
  }
}
