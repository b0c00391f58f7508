import { decideGate, type GateDecision } from '@sluice/gate'
import { UserError } from '@sluice/action'
import { verifyEnvelope } from '@sluice/verdict'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { intentOf } from '../../../packages/gate/src/app/intent.ts'
import { CalendarUnreadable, readCalendar } from '../../../packages/gate/src/calendar/ics.ts'
import { unzip } from '../../../packages/gate/src/collect/zip.ts'
import { NOW, policyOf, signed, target, verdict } from './world.ts'
import { readGatePolicy } from './read-gate-policy.ts'

/** More with SLUICE_FUZZ_RUNS; the seed of a failure is printed. */
const numRuns = Number(process.env['SLUICE_FUZZ_RUNS'] ?? 300)
const policy = policyOf()
const genuine = signed().text ?? ''
const failed = signed(verdict('worse')).text ?? ''

function decide(text: string | undefined): GateDecision {
  const documents = [{ origin: 'x', text }]
  return decideGate(policy, { target, documents, files: {}, overrides: [], rejudge: () => [] }, NOW)
}

/** A text with a few characters replaced, removed or doubled. */
const mutated = (text: string) =>
  fc
    .array(
      fc.record({
        at: fc.nat(text.length - 1),
        remove: fc.nat(3),
        put: fc.oneof(
          fc.string({ maxLength: 3 }),
          fc.constantFrom('"', '{', '}', '[', ']', ',', '0', '-', 'e9', '\\', '\n', '\u0000'),
        ),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((edits) =>
      edits.reduce((left, { at, remove, put }) => left.slice(0, at) + put + left.slice(at + remove), text),
    )

describe('whatever is given,', () => {
  test('a document that is not the genuine one never opens and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), mutated(genuine), mutated(failed)), (text) => {
        const decided = decide(text)
        // Base64 and JSON have several spellings of the same content; only what verifies may open.
        const verified = verifyEnvelope(text, policy.keys)
        expect(decided.decision === 'open').toBe(verified.ok && verified.verdict.outcome === 'pass')
        if (decided.decision === 'open') {
          const payload = (spelled: string): string =>
            (JSON.parse(spelled) as { readonly payload: string }).payload
          expect(Buffer.from(payload(text), 'base64').equals(Buffer.from(payload(genuine), 'base64'))).toBe(
            true,
          )
        }
      }),
      { numRuns },
    )
  })

  const YAML =
    'require: [canary-step]\nmax-age: 12h\nmin-trials: 5000\nfreeze:\n  - { name: x, weekly: Fri 16:00 - Mon 08:00 }\nquorum: [{ name: s, services: [a, b] }]\noverrides: [{ team: t, may: [freeze] }]\nchecks: [build]\njudging: [{ max-margin: 10% }]\n'

  test('a policy is read or refused with a message that names the file', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), mutated(YAML), fc.json()), (yaml) => {
        try {
          expect(readGatePolicy(yaml, 'policy.yml').require.length).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toBeInstanceOf(UserError)
          expect(`${String(error)} ${(error as UserError).hint}`).toContain('policy.yml')
        }
      }),
      { numRuns },
    )
  })

  test('a policy that was changed by accident never opens to no evidence', () => {
    fc.assert(
      fc.property(mutated(YAML), (yaml) => {
        try {
          const changed = readGatePolicy(yaml, 'p')
          fc.pre(changed.mode === 'enforce')
          const decided = decideGate(
            changed,
            { target, documents: [], files: {}, overrides: [], rejudge: () => [] },
            NOW,
          )
          expect(decided.decision).not.toBe('open')
        } catch (error) {
          if (!(error instanceof UserError)) throw error
        }
      }),
      { numRuns },
    )
  })

  test('a calendar is read or unreadable', () => {
    const ICS =
      'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;TZID=Europe/Berlin:20260101T080000\r\nDURATION:PT1H\r\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=5\r\nEXDATE;TZID=Europe/Berlin:20260130T080000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
    fc.assert(
      fc.property(fc.oneof(fc.string(), mutated(ICS)), (text) => {
        try {
          readCalendar(text, 'UTC')
        } catch (error) {
          expect(error).toBeInstanceOf(CalendarUnreadable)
        }
      }),
      { numRuns },
    )
  })

  test('a webhook leads to an intent, and to none where it names no run', () => {
    const EVENTS = [
      'deployment_protection_rule',
      'check_run',
      'deployment_status',
      'workflow_job',
      'push',
      '__proto__',
    ]
    const payload = {
      action: 'requested',
      environment: 'production',
      deployment_callback_url:
        'https://api.github.com/repos/acme/shop/actions/runs/7/deployment_protection_rule',
      deployment: { id: 3 },
      repository: { full_name: 'acme/shop' },
    }
    const whole = JSON.stringify(payload)
    fc.assert(
      fc.property(fc.constantFrom(...EVENTS), fc.oneof(fc.json(), mutated(whole)), (event, text) => {
        let data: unknown
        try {
          data = JSON.parse(text)
        } catch {
          return
        }
        const intent = intentOf(event, data)
        expect(['asked', 'commit', 'nothing']).toContain(intent.kind)
        if (intent.kind === 'asked') expect(Number.isSafeInteger(intent.runId)).toBe(true)
      }),
      { numRuns },
    )
  })

  test('an archive is unpacked within its bounds or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        try {
          unzip(bytes, () => true, 1000)
        } catch (error) {
          const isKnown = error instanceof RangeError || (error instanceof Error && 'code' in error)
          expect(isKnown, String(error)).toBe(true)
        }
      }),
      { numRuns },
    )
  })
})
