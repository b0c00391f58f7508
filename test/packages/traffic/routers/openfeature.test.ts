import { readFileSync, writeFileSync } from 'node:fs'
import { openRouter, toCandidate, type Router } from '@sluice/traffic'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { shift } from '../../../conformance/shift.ts'
import { firstFlags, startFlagd, type Flagd } from '../../../servers/flagd.ts'
import { testIo } from '../../../servers/io.ts'

const never = new AbortController().signal
let flagd: Flagd
beforeEach(async () => void (flagd = await startFlagd()))
afterEach(async () => await flagd.goDown())

const open = (more: Record<string, string> = {}): Router =>
  openRouter('openfeature', { ...flagd.settings, ...more }, testIo())

interface File {
  flags: Record<string, Record<string, unknown>>
}

const content = (): File => JSON.parse(readFileSync(flagd.file, 'utf8')) as File

/** What someone else makes of the flag. */
function change(flag: Record<string, unknown>): void {
  const file = firstFlags() as File
  file.flags['shop-version'] = { ...file.flags['shop-version'], ...flag }
  writeFileSync(flagd.file, JSON.stringify(file))
}

describe('router openfeature', () => {
  test('changes the weights and the share in the metadata, and nothing else', async () => {
    await shift(open(), toCandidate(5), testIo(), { pollMs: 20 })
    const before = firstFlags().flags
    expect(content().flags).toEqual({
      ...before,
      'shop-version': {
        ...(before['shop-version'] as object),
        targeting: {
          fractional: [
            { cat: [{ var: '$flagd.flagKey' }, { var: 'targetingKey' }] },
            ['stable', 95],
            ['next', 5],
          ],
        },
        metadata: { 'sluice-share': 5 },
      },
    })
    await open().write(toCandidate(12.5), {}, never)
    expect(flagd.share()).toBeCloseTo(12.5, 9)
  })

  test('rules inside of conditions are set too; other rules stay', async () => {
    const rule = (next: number) => ({
      fractional: [
        ['stable', 100 - next],
        ['next', next],
      ],
    })
    const beta = { fractional: [['next', 1]] }
    change({ targeting: { if: [{ in: ['beta', { var: 'groups' }] }, beta, rule(0)] } })
    const router = open({ url: '' })
    await router.write(toCandidate(50), {}, never)
    expect(content().flags['shop-version']?.['targeting']).toEqual({
      if: [{ in: ['beta', { var: 'groups' }] }, beta, rule(50)],
    })
    expect(await router.read(never)).toMatchObject({ weight: toCandidate(50), pending: false })
  })

  test('what flagd serves is read, not the file', async () => {
    const router = open()
    await router.write(toCandidate(5), {}, never)
    flagd.behaviour.lies = true
    await router.write(toCandidate(50), {}, never)
    expect(await router.read(never)).toMatchObject({
      weight: toCandidate(5),
      wanted: toCandidate(50),
      pending: true,
    })
  })

  test('weights that someone set by hand are read as they are, whatever the metadata say', async () => {
    const router = open()
    await router.write(toCandidate(5), {}, never)
    const file = content()
    const flag = file.flags['shop-version'] ?? {}
    flag['targeting'] = {
      fractional: [
        ['stable', 60],
        ['next', 40],
      ],
    }
    writeFileSync(flagd.file, JSON.stringify(file))
    expect(await router.read(never)).toMatchObject({ weight: toCandidate(40), pending: false })
  })

  test('the way back is written whatever someone made of the rules', async () => {
    const rule = (next: number) => ({
      fractional: [
        ['stable', 100 - next],
        ['next', next],
      ],
    })
    change({ targeting: { if: [true, rule(0), rule(50)] } })
    const router = open()
    await expect(router.read(never)).rejects.toThrow(/rules of flag shop-version differ/)
    await router.write(toCandidate(0), {}, never)
    expect(content().flags['shop-version']?.['targeting']).toEqual({ if: [true, rule(0), rule(0)] })
    expect(await router.read(never)).toMatchObject({ weight: toCandidate(0), pending: false })
  })

  test('a share between two parts is the one that is served', async () => {
    const { weight } = await shift(open(), toCandidate(33.33), testIo(), { pollMs: 20 })
    expect(weight).toEqual(toCandidate(33.3))
  })

  test.each([
    [{ state: 'DISABLED' }, /flag shop-version is DISABLED, so everyone gets the default/],
    [{ variants: { stable: 1 } }, /has no variant next; it has stable/],
    [
      {
        targeting: {
          fractional: [
            ['stable', { var: 'x' }],
            ['next', 1],
          ],
        },
      },
      /gives stable a weight that is no number/,
    ],
    [{ targeting: {} }, /has no `fractional` rule with stable and next/],
    [
      {
        targeting: {
          fractional: [
            ['stable', 1],
            ['next', 0],
            ['third', 1],
          ],
        },
      },
      /also gives third to users/,
    ],
    [
      {
        targeting: {
          fractional: [
            ['stable', 0],
            ['next', 0],
          ],
        },
      },
      /gives no weight to either variant/,
    ],
    [
      {
        targeting: {
          if: [
            true,
            {
              fractional: [
                ['stable', 1],
                ['next', 0],
              ],
            },
            {
              fractional: [
                ['stable', 1],
                ['next', 1],
              ],
            },
          ],
        },
      },
      /rules of flag shop-version differ: 0%, 50%/,
    ],
  ])('is not called a share: %j', async (flag, said) => {
    change(flag)
    await expect(open().read(never)).rejects.toThrow(said)
  })

  test.each([
    [{ variants: { stable: 1 } }, /has no variant next/],
    [{ targeting: {} }, /has no `fractional` rule/],
  ])('cannot be written where nothing divides the two: %j', async (flag, said) => {
    change(flag)
    await expect(open().write(toCandidate(5), {}, never)).rejects.toThrow(said)
  })

  test('says what is wrong with the file and the address', async () => {
    await expect(open({ flag: 'none' }).read(never)).rejects.toThrow(
      'no flag none; it has shop-version, other',
    )
    await expect(open({ file: '/nowhere/flags.json' }).read(never)).rejects.toThrow(/does not exist/)
    await expect(open().write(toCandidate(0.04), {}, never)).rejects.toThrow(
      /flagd divides traffic into 1000/,
    )
    writeFileSync(flagd.file, 'flags:\n')
    await expect(open().read(never)).rejects.toThrow(/is not JSON: "flags:/)
  })
})
