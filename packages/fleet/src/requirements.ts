import { isRecord } from '@sluice/action'

/** What a device says about itself. Sizes in bytes. */
export interface DeviceTraits {
  readonly vendor?: string
  readonly class?: string
  readonly hardware?: string
  /** Memory that a program may use. */
  readonly memory?: number
  /** Room of the slot for a new version. */
  readonly flash?: number
  /** Versions of what a program relies on, such as a boot loader or a radio. */
  readonly components?: Readonly<Record<string, string>>
}

/** What an artifact asks of a device, like the conditions and dependencies of SUIT (RFC 9019). */
export interface Requirements {
  readonly vendor?: string
  readonly class?: string
  /** Any of these. */
  readonly hardware?: readonly string[]
  readonly memory?: number
  readonly flash?: number
  /** Accepted versions of each component. */
  readonly components?: Readonly<Record<string, readonly string[]>>
}

/** Why a device must not run an artifact: one short text for each requirement that it does not meet, or says nothing about. */
export function unmetBy(traits: DeviceTraits, requires: Requirements | undefined): readonly string[] {
  if (requires === undefined) return []
  const problems: string[] = []
  for (const name of ['vendor', 'class'] as const) {
    const wanted = requires[name]
    if (wanted !== undefined && traits[name] !== wanted)
      problems.push(`${name} is ${traits[name] ?? 'not known'}, not ${wanted}`)
  }
  const { hardware, components = {} } = requires
  if (hardware !== undefined && !hardware.includes(traits.hardware ?? ''))
    problems.push(`hardware is ${traits.hardware ?? 'not known'}, not ${hardware.join(' or ')}`)
  for (const name of ['memory', 'flash'] as const) {
    const [least, has] = [requires[name], traits[name]]
    if (least !== undefined && !(has !== undefined && has >= least))
      problems.push(`${name} is ${has === undefined ? 'not known' : `${has} bytes`}, less than ${least}`)
  }
  for (const [name, versions] of Object.entries(components)) {
    const has = traits.components?.[name]
    if (has === undefined || !versions.includes(has))
      problems.push(`${name} is ${has ?? 'not known'}, not ${versions.join(' or ')}`)
  }
  return problems
}

export function isRequirements(data: unknown): data is Requirements {
  if (!isRecord(data) || !Object.keys(data).every((name) => NAMES.includes(name))) return false
  const { hardware, components } = data
  return (
    hasTextsAndSizes(data) &&
    (hardware === undefined || isTexts(hardware)) &&
    (components === undefined || (isRecord(components) && Object.values(components).every(isTexts)))
  )
}

export function isTraits(data: Readonly<Record<string, unknown>>): boolean {
  const { hardware, components } = data
  return (
    hasTextsAndSizes(data) &&
    (hardware === undefined || typeof hardware === 'string') &&
    (components === undefined ||
      (isRecord(components) && Object.values(components).every((version) => typeof version === 'string')))
  )
}

const NAMES = ['vendor', 'class', 'hardware', 'memory', 'flash', 'components']

function hasTextsAndSizes(data: Readonly<Record<string, unknown>>): boolean {
  const texts = [data['vendor'], data['class']].every((one) => one === undefined || typeof one === 'string')
  const sizes = [data['memory'], data['flash']].every(
    (one) => one === undefined || (Number.isSafeInteger(one) && Number(one) >= 0),
  )
  return texts && sizes
}

function isTexts(data: unknown): boolean {
  return Array.isArray(data) && data.length > 0 && data.every((item) => typeof item === 'string')
}
