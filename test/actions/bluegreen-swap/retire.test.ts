import { expect, test } from 'vitest'
import type { SwapDriver } from '../../../actions/bluegreen-swap/src/driver.ts'
import { nothingFound } from '../../../actions/bluegreen-swap/src/found.ts'
import { retirePrevious } from '../../../actions/bluegreen-swap/src/guards.ts'
import type { Input } from '../../../actions/bluegreen-swap/src/plan.ts'
import { quietIo } from '../../packages/swap/world.ts'

const MINUTE = 60_000

/** Retires blue after half an hour, in simulated time; `mayGoOn` hears how much of it has passed. */
async function retire(
  mayGoOn: (passed: number) => boolean | undefined,
  open?: number,
  cancel: 'never' | 'while asking' | 'in the program' = 'never',
) {
  let now = 0
  const ran: string[] = []
  const job = new AbortController()
  const io = quietIo({
    signal: job.signal,
    now: () => now,
    sleep: async (ms) => {
      now += ms
      await Promise.resolve()
    },
    exec: async (program, args) => {
      ran.push([program, ...args].join(' '))
      if (cancel === 'in the program') {
        job.abort()
        throw new Error('The job was cancelled')
      }
      return await Promise.resolve({ code: 0, stdout: '', stderr: '' })
    },
  })
  const driver = { ...(open === undefined ? {} : { open: async () => await Promise.resolve(open) }) }
  const guarding = {
    io,
    driver: driver as unknown as SwapDriver,
    input: { retire: { afterMs: 30 * MINUTE, run: ['./down.sh', '$colour'] } } as unknown as Input,
    found: nothingFound(),
  }
  const retired = await retirePrevious(
    guarding,
    { target: 'green', previous: 'blue' },
    {
      ...{ since: 0, listenMs: 2 * MINUTE },
      mayGoOn: async () => await Promise.resolve(mayGoOn(now)),
      mayBegin: async () => {
        if (cancel === 'while asking') job.abort()
        return await Promise.resolve(mayGoOn(now) === true)
      },
    },
  )
  return { retired, ran, now }
}

test('a previous colour that nobody wants back is retired at the end of its time', async () => {
  expect(await retire(() => true)).toEqual({ retired: true, ran: ['./down.sh blue'], now: 30 * MINUTE })
})

test.each([undefined, 3])(
  'an abort while blue is kept ends the wait, with %s connections known',
  async (open) => {
    const { retired, ran, now } = await retire((passed) => passed < 9 * MINUTE, open)
    expect({ retired, ran }).toEqual({ retired: false, ran: [] })
    expect(now).toBeLessThanOrEqual(12 * MINUTE)
  },
)

test('nothing is retired where nobody can tell, just before it, whether it may be', async () => {
  const { retired, ran, now } = await retire(() => undefined)
  expect({ retired, ran, now }).toEqual({ retired: false, ran: [], now: 30 * MINUTE })
})

test('an abort after the last connection has ended is heard before the program runs', async () => {
  expect(await retire(() => false, 0)).toMatchObject({ retired: false, ran: [] })
})

test('a job that is cancelled just before the program, or in it, has retired nothing', async () => {
  expect(await retire(() => true, 0, 'while asking')).toMatchObject({ retired: false, ran: [] })
  expect(await retire(() => true, 0, 'in the program')).toMatchObject({
    retired: false,
    ran: ['./down.sh blue'],
  })
})
