import { UserError } from '@sluice/action'

export interface SplitNames {
  readonly baseline: string
  readonly candidate: string
  readonly variable: string
  readonly key: string
}

/**
 * The content of the file for a weight. nginx knows steps of 0.01 %, and takes neither `0%` nor, to the last hash
 * value, `100%`: for these the one arm that is left gets `*`. Throws `ROUTER_REFUSED` for finer weights.
 */
export function snippet(names: SplitNames, weight: number): string {
  const percent = Number(weight.toFixed(2))
  if (Math.abs(percent - weight) > 1e-9) {
    throw new UserError(
      'ROUTER_REFUSED',
      `the weight must be a multiple of 0.01% for nginx, got ${weight}%`,
      'Fix `ladder` or `weight`.',
    )
  }
  const share = percent > 0 && percent < 100 ? `    ${percent}% ${names.candidate};\n` : ''
  const rest = percent === 100 ? names.candidate : names.baseline
  return (
    '# Written by Sluice at every change of weight; edits are lost.\n' +
    `split_clients "${names.key}" $${names.variable} {\n${share}    * ${rest};\n}\n` +
    `map $host $sluice_weight {\n    default "${percent}";\n}\n`
  )
}

/** The candidate's share that a file of ours gives, or undefined where it is none of ours. */
export function weightInSnippet(content: string, candidate: string): number | undefined {
  const block = /^split_clients\s[^{]*\{([^}]*)\}/m.exec(content)?.[1]
  if (block === undefined) return undefined
  const entries = [...block.matchAll(/^\s*(\*|[\d.]+%)\s+([\w.-]+);/gm)]
  if (entries.length === 0) return undefined
  const shared = entries.find(([, share, arm]) => share !== '*' && arm === candidate)
  if (shared !== undefined) return Number(shared[1]?.slice(0, -1))
  return entries.some(([, share, arm]) => share === '*' && arm === candidate) ? 100 : 0
}
