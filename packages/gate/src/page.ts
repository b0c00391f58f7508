import { reasonPage } from '@sluice/action'
import { md, type Framing } from '@sluice/report'
import type { Decision, GateDecision } from './decide.ts'
import type { RefusedOverride } from './override.ts'
import type { Condition } from './reasons.ts'

const UNAUTHENTICATED =
  'This gate accepts unsigned evidence (`signed: false`). Anyone who can push may have written it.'

const KEYLESS =
  'Evidence must be signed, but no key is configured, so the gate cannot open. Add `public-keys` or `attestations` to the policy.'

const DID: Readonly<Record<Decision, string>> = {
  open: 'may be promoted',
  closed: 'may not be promoted',
  waiting: 'is not promoted yet',
}

/** Why an override does not count, for people. */
const OVERRIDE_REFUSED: Readonly<Record<RefusedOverride['refusal'], string>> = {
  other_environment: 'it names another environment',
  other_commit: 'it names another commit',
  commit_cut_short: 'it does not name the whole commit',
  edited: 'the comment was edited after it was written',
  no_reason: 'it gives no reason, or one that is too short',
  expired: 'it is too old',
  own_change: 'nobody can override the gate for a change of their own',
  used: 'it was already used for another run',
  not_in_team: 'its author is not in a team that may override this',
  teams_unknown: 'GitHub did not say which teams its author is in',
}

/** Why it is so, where the conditions by name do not say it: one that is not met, an override, audit mode. */
function whySo({ decision, reason, conditions, overrides }: GateDecision): string | undefined {
  const blocking = conditions.filter((one) => !one.met && one.warns !== true)
  const [only, ...more] = blocking
  if (decision !== 'open' && only !== undefined && more.length === 0)
    return `"${only.name}" is not met${decision === 'waiting' ? ' yet' : ''}, because ${only.because}`
  const unmet = conditions.filter((one) => !one.met).length
  const aside = new Set(overrides.flatMap((one) => one.conditions)).size
  if (reason === 'audited') {
    const words = unmet === 1 ? '1 condition is not met' : `${unmet} conditions are not met`
    return `the policy only audits, and ${words}`
  }
  if (reason !== 'overridden') return undefined
  return `${aside === 1 ? '1 condition was' : `${aside} conditions were`} overridden, and all others are met`
}

/** How the gate tells its story in checks, comments and summaries. */
export function gateFraming(decided: GateDecision): Framing {
  const { decision, authenticated, keyless } = decided
  const why = whySo(decided)
  const notices = [...(authenticated ? [] : [UNAUTHENTICATED]), ...(keyless ? [KEYLESS] : [])]
  return {
    decision,
    did: DID[decision],
    go: decision === 'open',
    ...(why === undefined ? {} : { why }),
    ...(decision === 'open' ? {} : { helpUrl: reasonPage(decided.reason) }),
    ...(notices.length === 0 ? {} : { notices }),
  }
}

/** What was refused, set aside and accepted, as Markdown below the checklist; foreign text is made harmless. */
export function gateSections(decided: GateDecision): readonly string[] {
  const { refused, overrides, refusedOverrides, accepted } = decided
  return [
    list(
      '**Refused evidence**',
      refused.map((one) => `- ${md(one.origin, 120)}: \`${one.refusal}\`: ${md(one.detail, 300)}`),
    ),
    list(
      '**Overridden**',
      overrides.map(
        (one) =>
          `- ${md(one.by)} of ${md(one.team)}: ${md(one.reason, 300)} (${one.conditions.map((name) => md(name)).join(', ')})`,
      ),
    ),
    list(
      '**Refused overrides**',
      refusedOverrides.map(
        (one) =>
          `- ${md(one.origin, 120)} by ${md(one.by)}: ${OVERRIDE_REFUSED[one.refusal]} (\`${one.refusal}\`)`,
      ),
    ),
    list(
      '**Evidence**',
      accepted.map(
        (one) =>
          `- ${md(one.origin, 120)}: ${md(one.verdict.action)} of ${md(one.verdict.subject.service)}, ${one.signedBy === undefined ? 'unsigned' : `signed by \`${one.signedBy.slice(0, 16)}\``}${attemptsWords(one.attempts.length)}`,
      ),
    ),
  ].filter((part) => part !== '')
}

const attemptsWords = (count: number): string => (count === 1 ? '' : `, ${count} attempts`)

const MAX_LINES = 100

function list(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return ''
  const more = lines.length > MAX_LINES ? [`- and ${lines.length - MAX_LINES} more`] : []
  return [title, '', ...lines.slice(0, MAX_LINES), ...more].join('\n')
}

function conditionLine({ name, reason, because }: Condition): string {
  return `**${md(name)}** \`${reason}\`: ${md(because, 400)}`
}

/** The decision in at most `limit` characters, for places that give little room: every unmet condition by name first, reasons as they fit. */
export function gateBrief(decided: GateDecision, limit: number): string {
  const unmet = decided.conditions.filter((one) => !one.met)
  const head = [
    `**${decided.decision}** (\`${decided.reason}\`): ${decided.conditions.length - unmet.length} of ${decided.conditions.length} conditions met.`,
    ...(decided.authenticated ? [] : ['⚠️ Unsigned evidence is accepted: the policy says `signed: false`.']),
    ...(decided.keyless ? ['⚠️ Evidence must be signed, but no key is configured.'] : []),
    ...decided.overrides.map(
      (one) => `Overridden by ${md(one.by)} of ${md(one.team)}: ${md(one.reason, 100)}`,
    ),
  ]
  const whole = [...head, ...unmet.map((one) => `- ${conditionLine(one)}`)].join('\n')
  if (whole.length <= limit) return whole
  const short = [...head, ...unmet.map((one) => `- ${md(one.name)} \`${one.reason}\``)].join('\n')
  return short.length <= limit ? short : `${short.slice(0, short.lastIndexOf('\n', limit - 2))}\n…`
}
