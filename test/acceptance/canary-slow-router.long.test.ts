import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe } from 'vitest'
import { FAILING, startArms } from './support/arms.ts'
import { test, type Stage } from './support/canary.ts'

/**
 * A router with a command line, as a program: `set` is answered at once and acts later, or blocks and acts at its end; `get`
 * says what users meet. Every line of its file is a moment in milliseconds and the weight from then on.
 */
const PROGRAM = `#!/bin/sh
case "$1" in
  set)
    if [ "$KIND" = blocks ]; then sleep "$(echo "$DELAY" | sed 's/...$//')"; DELAY=0; fi
    echo "$(($(date +%s%3N) + DELAY)) $2" >> "$FILE" ;;
  get)
    now=$(date +%s%3N); met=0; pending=false
    while read -r at weight; do
      if [ "$at" -le "$now" ]; then met=$weight; else pending=true; fi
    done < "$FILE"
    if [ "$KIND" = says ]; then echo "{\\"weight\\": $met, \\"pending\\": $pending}"; else echo "$met"; fi ;;
esac
`

/** The true case is 40 seconds under a limit of 60; here everything takes a twelfth of it. */
const DELAY_MS = 3_000

/** Rolls a bad candidate back over such a router, and says when the last user left, counted from the end of the step. */
async function rollBack(stage: Stage, kind: 'blocks' | 'says' | 'acts later', settings: object) {
  const file = join(stage.workspace, 'router.txt')
  const program = join(stage.workspace, 'router.sh')
  writeFileSync(file, '')
  writeFileSync(program, PROGRAM, { mode: 0o755 })
  const changes = (): readonly (readonly [at: number, weight: number])[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(' ').map(Number))
      .map(([at = 0, weight = 0]) => [at, weight] as const)
  const weight = (): number =>
    existsSync(file) ? (changes().findLast(([at]) => at <= Date.now())?.[1] ?? 0) : 0
  const arms = await startArms(weight, 60_000)
  arms.candidate = FAILING
  const { outputs, log, code } = await stage.canary({
    router: 'command',
    'router-settings': JSON.stringify({
      write: [program, 'set', '{weight}'],
      read: [program, 'get'],
      env: { FILE: file, KIND: kind, DELAY: String(DELAY_MS) },
      ...settings,
    }),
    'source-settings': `baseline-url: ${arms.url}/baseline/metrics\ncandidate-url: ${arms.url}/candidate/metrics`,
    'max-wait': '60s',
    'blind-for': '60s',
  })
  const endedAt = Date.now()
  const met = weight()
  await delay(DELAY_MS + 2_000)
  await arms.close()
  const lastUser =
    changes().findLast(([, share], i) => share === 0 && (changes()[i - 1]?.[1] ?? 0) > 0)?.[0] ?? 0
  const late = lastUser - endedAt
  console.log(
    `${kind.padEnd(11)} ${late > 0 ? `last user left ${late} ms after the step` : 'nobody was left when the step ended'}: ${/shop in staging (?:was|could).*/.exec(log)?.[0] ?? ''}`,
  )
  return { outputs, log, code, met, later: weight() }
}

describe('a router that acts late', { timeout: 240_000 }, () => {
  test.concurrent('and blocks until it has: the step waits for it', async ({ expect, stage }) => {
    const { outputs, log, met, later } = await rollBack(stage, 'blocks', { timeout: '20s' })
    expect(outputs, log).toMatchObject({ decision: 'roll-back', reason: 'regression_found', weight: '0' })
    expect([met, later]).toEqual([0, 0])
  })

  test.concurrent('and says that it is pending: the step waits for it', async ({ expect, stage }) => {
    const { outputs, log, met, later } = await rollBack(stage, 'says', {})
    expect(outputs, log).toMatchObject({ decision: 'roll-back', reason: 'regression_found', weight: '0' })
    expect([met, later]).toEqual([0, 0])
  })

  test.concurrent('and says nothing: nothing is claimed before `settles`', async ({ expect, stage }) => {
    const { outputs, log, met, later } = await rollBack(stage, 'acts later', { settles: '5s' })
    expect(outputs, log).toMatchObject({ decision: 'roll-back', reason: 'regression_found', weight: '0' })
    expect([met, later]).toEqual([0, 0])
  })

  test.concurrent(
    'and later than its limit: the step fails in words, and nobody is left soon after it',
    async ({ expect, stage }) => {
      const { outputs, log, code, later } = await rollBack(stage, 'acts later', {
        'shift-within': '1500ms',
        'undo-within': '1500ms',
      })
      expect(outputs, log).toMatchObject({
        decision: 'error',
        reason: expect.stringMatching(/router_not_confirmed|unconfirmed/) as string,
      })
      expect(log).toMatch(/the router was last seen at \d+%/)
      expect(code).toBe(1)
      expect(later).toBe(0)
    },
  )
})
