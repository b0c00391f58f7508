import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '@sluice/action'
import type { GateDecision } from '@sluice/gate'
import { expect, test } from 'vitest'
import { root } from '../../../support/files.ts'
import { AT_GITHUB } from './at-github.ts'
import { DOCUMENTS, type Attack } from './documents.ts'
import { SITUATIONS } from './situations.ts'

const ATTACKS: readonly Attack[] = [...DOCUMENTS, ...SITUATIONS, ...AT_GITHUB]
const PAGE = join(root, 'docs/attacks.md')

/** The decision and every reason code in it; an error leaves everything closed. */
async function outcomeOf(run: Attack[2]): Promise<readonly [string, readonly string[]]> {
  try {
    return toldBy(await run())
  } catch (error) {
    if (error instanceof UserError) return ['error', [error.code]]
    throw error
  }
}

function toldBy({
  decision,
  conditions,
  refused,
  refusedOverrides,
}: GateDecision): readonly [string, readonly string[]] {
  const unmet = conditions.filter(({ met }) => !met).map(({ reason }) => reason)
  return [
    decision,
    [...unmet, ...refused.map(({ refusal }) => refusal), ...refusedOverrides.map(({ refusal }) => refusal)],
  ]
}

test.each(ATTACKS)('%s: %s', async (attack, reason, run) => {
  const [decision, reasons] = await outcomeOf(run)
  expect(['closed', 'waiting', 'error'], attack).toContain(decision)
  expect(reasons).toContain(reason)
})

test('there are more than 120 attacks, no two alike, and docs/attacks.md lists them all', async () => {
  expect(ATTACKS.length).toBeGreaterThan(120)
  expect(new Set(ATTACKS.map(([attack]) => attack)).size).toBe(ATTACKS.length)
  const rows = await Promise.all(
    ATTACKS.map(async ([attack, reason, run]) => [attack, (await outcomeOf(run))[0], reason] as const),
  )
  if (process.env['UPDATE_ATTACKS'] === '1') writeFileSync(PAGE, pageOf(rows))
  const page = readFileSync(PAGE, 'utf8').replaceAll(/ +/g, ' ')
  const missing = rows.filter(
    ([attack, decision, reason]) => !page.includes(`| ${cellOf(attack)} | ${decision} | \`${reason}\` |`),
  )
  expect(missing).toEqual([])
})

/** Underscores around a word would make it bold. */
function cellOf(attack: string): string {
  return attack.replaceAll(/__\w+__/g, '`$&`')
}

function pageOf(rows: readonly (readonly [string, string, string])[]): string {
  return [
    '# Attacks that the gate withstands',
    '',
    `\`test/packages/gate/attacks\` tries these ${rows.length} attacks. None of them opens the gate. \`error\` means that the step or the`,
    'App stops with this code, and the environment stays closed. [SECURITY.md](../.github/SECURITY.md) says who could try them.',
    '',
    '| attack | result | reason |',
    '| --- | --- | --- |',
    ...rows.map(([attack, decision, reason]) => `| ${cellOf(attack)} | ${decision} | \`${reason}\` |`),
    '',
  ].join('\n')
}
