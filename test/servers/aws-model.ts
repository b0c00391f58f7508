import { isRecord } from '@sluice/action'

interface Shape {
  readonly type: string
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, { readonly shape: string }>>
  readonly member?: { readonly shape: string }
  readonly enum?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
}

/** The part of a service model of botocore that a stand-in serves. */
export interface ServiceModel {
  readonly targetPrefix: string
  readonly jsonVersion: string
  readonly operations: Readonly<Record<string, { readonly input: string }>>
  readonly shapes: Readonly<Record<string, Shape>>
}

/** What is wrong with the body of a request, by the model; undefined where nothing is. */
export function inputProblem(
  { operations, shapes }: ServiceModel,
  operation: string,
  body: unknown,
): string | undefined {
  const input = operations[operation]?.input
  return input === undefined ? `no operation ${operation}` : problemIn(shapes, input, body, operation)
}

function problemIn(
  shapes: ServiceModel['shapes'],
  name: string,
  value: unknown,
  at: string,
): string | undefined {
  const shape = shapes[name]
  switch (shape?.type) {
    case 'structure': {
      if (!isRecord(value)) return `${at} is no structure`
      const missing = (shape.required ?? []).find((each) => value[each] === undefined)
      if (missing !== undefined) return `${at}.${missing} is missing`
      for (const [key, each] of Object.entries(value)) {
        const member = shape.members?.[key]
        if (member === undefined) return `${at} has no member ${key}`
        const problem = problemIn(shapes, member.shape, each, `${at}.${key}`)
        if (problem !== undefined) return problem
      }
      return undefined
    }
    case 'list': {
      if (!Array.isArray(value)) return `${at} is no list`
      if (value.length < (shape.min ?? 0)) return `${at} is too short`
      const item = shape.member?.shape ?? ''
      return value
        .map((each, i) => problemIn(shapes, item, each, `${at}[${i}]`))
        .find((problem) => problem !== undefined)
    }
    case 'string': {
      if (typeof value !== 'string') return `${at} is no string`
      if (shape.enum?.includes(value) === false) return `${at} is none of ${shape.enum.join()}`
      if (value.length < (shape.min ?? 0) || value.length > (shape.max ?? Infinity))
        return `${at} has a wrong length`
      return new RegExp(`^(?:${shape.pattern ?? '[^]*'})$`).test(value)
        ? undefined
        : `${at} has wrong letters`
    }
    case 'integer':
    case 'float':
    case 'double': {
      if (typeof value !== 'number' || (shape.type === 'integer' && !Number.isInteger(value)))
        return `${at} is no ${shape.type}`
      return value < (shape.min ?? -Infinity) || value > (shape.max ?? Infinity)
        ? `${at} is out of range`
        : undefined
    }
    case undefined:
    default:
      return `${at} has the unknown type ${String(shape?.type)}`
  }
}
