import { isRecord, UserError } from '@sluice/action'
import { wholeParts } from '../whole-parts.ts'

/** Names of two variants of a flag. */
export interface FlagArms {
  readonly flag: string
  readonly baseline: string
  readonly candidate: string
}

type Data = Readonly<Record<string, unknown>>

/** Under this name the flag's metadata carry the share, which flagd gives back with every evaluation. */
const METADATA = 'sluice-share'
const HINT = 'docs/routers/openfeature.md shows a flag to begin with.'

/** The candidate's share in percent, by the `fractional` rule that lists both variants. Throws `ROUTER_REFUSED`. */
export function flagShare(file: unknown, arms: FlagArms): number {
  const { targeting, state } = flagIn(file, arms)
  if (state !== 'ENABLED')
    throw refused(`flag ${arms.flag} is ${String(state)}, so everyone gets the default of the code`)
  const shares = rulesIn(targeting, arms).map((rule) => ruleShare(rule, arms))
  const [first] = shares
  if (first === undefined) throw noRule(arms)
  if (shares.some((share) => share !== first))
    throw refused(
      `the \`fractional\` rules of flag ${arms.flag} differ: ${shares.map((one) => `${one}%`).join(', ')}`,
    )
  return first
}

/** The file with another share in every rule that lists both variants; everything else is kept as it was. */
export function withFlagShare(file: unknown, arms: FlagArms, weight: number): Data {
  const flag = flagIn(file, arms)
  // The way back is written whatever the rules say now: those that differ are alike afterwards.
  if (rulesIn(flag['targeting'], arms).length === 0) throw noRule(arms)
  const total = Number.isInteger(weight) ? 100 : 1_000
  const part = wholeParts(weight, total, 'flagd')
  const changed = (data: unknown): unknown => {
    if (Array.isArray(data)) return data.map(changed)
    if (!isRecord(data)) return data
    return Object.fromEntries(
      Object.entries(data).map(([name, value]) => [
        name,
        name === 'fractional' && listsBoth(value, arms)
          ? rewritten(value, arms, part, total)
          : changed(value),
      ]),
    )
  }
  const metadata = {
    ...(isRecord(flag['metadata']) ? flag['metadata'] : {}),
    [METADATA]: Number(((100 * part) / total).toFixed(6)),
  }
  const next = { ...flag, targeting: changed(flag['targeting']), metadata }
  const data = isRecord(file) ? file : {}
  return { ...data, flags: { ...(isRecord(data['flags']) ? data['flags'] : {}), [arms.flag]: next } }
}

/** The share that metadata carry, of the file's flag or of an evaluation; undefined before the first write. */
export function shareInMetadata(data: unknown): number | undefined {
  const metadata = isRecord(data) && isRecord(data['metadata']) ? data['metadata'] : {}
  const share = metadata[METADATA]
  return typeof share === 'number' ? share : undefined
}

export function flagIn(file: unknown, { flag, baseline, candidate }: FlagArms): Data {
  const flags = isRecord(file) && isRecord(file['flags']) ? file['flags'] : {}
  const found = Object.hasOwn(flags, flag) ? flags[flag] : undefined
  if (!isRecord(found))
    throw refused(`the file has no flag ${flag}; it has ${Object.keys(flags).join(', ') || 'none'}`)
  const variants = isRecord(found['variants']) ? found['variants'] : {}
  const missing = [baseline, candidate].filter((name) => !Object.hasOwn(variants, name))
  if (missing.length > 0)
    throw refused(
      `flag ${flag} has no variant ${missing.join(', ')}; it has ${Object.keys(variants).join(', ') || 'none'}`,
    )
  return found
}

/** Lists of `fractional`: first perhaps what is hashed, then pairs of a variant and its weight. */
function rulesIn(data: unknown, arms: FlagArms): readonly (readonly unknown[])[] {
  if (Array.isArray(data)) return data.flatMap((each) => rulesIn(each, arms))
  if (!isRecord(data)) return []
  return Object.entries(data).flatMap(([name, value]) =>
    name === 'fractional' && listsBoth(value, arms) ? [value] : rulesIn(value, arms),
  )
}

function listsBoth(rule: unknown, { baseline, candidate }: FlagArms): rule is readonly unknown[] {
  if (!Array.isArray(rule)) return false
  const names = rule.flatMap((each) => (Array.isArray(each) ? [String(each[0])] : []))
  return names.includes(baseline) && names.includes(candidate)
}

function ruleShare(rule: readonly unknown[], { flag, baseline, candidate }: FlagArms): number {
  const weights = new Map<string, number>()
  for (const each of rule) {
    if (!Array.isArray(each)) continue
    const [name, weight = 1] = each as readonly unknown[]
    if (typeof weight !== 'number' || !(weight >= 0))
      throw refused(
        `flag ${flag} gives ${String(name)} a weight that is no number: ${JSON.stringify(weight)}`,
      )
    weights.set(String(name), (weights.get(String(name)) ?? 0) + weight)
  }
  const others = [...weights].filter(
    ([name, weight]) => weight > 0 && name !== baseline && name !== candidate,
  )
  if (others.length > 0)
    throw refused(`flag ${flag} also gives ${others.map(([name]) => name).join(', ')} to users`)
  const [ours = 0, theirs = 0] = [weights.get(candidate), weights.get(baseline)]
  if (ours + theirs === 0) throw refused(`flag ${flag} gives no weight to either variant`)
  return Number(((100 * ours) / (ours + theirs)).toFixed(6))
}

function rewritten(
  rule: readonly unknown[],
  { baseline, candidate }: FlagArms,
  part: number,
  total: number,
): readonly unknown[] {
  return rule.map((each) => {
    if (!Array.isArray(each)) return each
    const [name] = each as readonly unknown[]
    if (name === candidate) return [candidate, part]
    return name === baseline ? [baseline, total - part] : each
  })
}

function noRule({ flag, baseline, candidate }: FlagArms): UserError {
  return refused(`flag ${flag} has no \`fractional\` rule with ${baseline} and ${candidate}`)
}

function refused(what: string): UserError {
  return new UserError('ROUTER_REFUSED', what, HINT)
}
