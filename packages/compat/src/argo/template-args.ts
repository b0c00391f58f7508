import { isRecord } from '@sluice/action'

const PLACE = /\{\{\s*args\.([\w.-]+)\s*\}\}/g

/** `data` with every `{{args.name}}` in its texts replaced; a name without a value is noted as a problem. */
export function resolveArgs(
  data: unknown,
  declared: unknown,
  given: Readonly<Record<string, string>>,
  problems: string[],
): unknown {
  const values = new Map([...declaredValues(declared), ...Object.entries(given)])
  const missing = new Set<string>()
  const resolved = replaceIn(data, (name) => {
    const value = values.get(name)
    if (value === undefined) missing.add(name)
    return value ?? ''
  })
  for (const name of missing)
    problems.push(`{{args.${name}}} has no value: give one with --arg ${name}=VALUE`)
  return resolved
}

function declaredValues(declared: unknown): readonly (readonly [string, string])[] {
  if (!Array.isArray(declared)) return []
  return declared.flatMap((arg: unknown) => {
    const { name, value } = isRecord(arg) ? arg : {}
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    return typeof name === 'string' && plain ? [[name, String(value)] as const] : []
  })
}

function replaceIn(data: unknown, valueOf: (name: string) => string): unknown {
  if (typeof data === 'string') return data.replace(PLACE, (_, name: string) => valueOf(name))
  if (Array.isArray(data)) return data.map((item: unknown) => replaceIn(item, valueOf))
  if (!isRecord(data)) return data
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, replaceIn(item, valueOf)]))
}
