import { detection, failRules, passing } from './sequential/delays.ts'
import { falseAlarms, manyOfEach } from './sequential/false-alarms.ts'
import { latencyAlarms, latencyDelays } from './sequential/latency.ts'
import { noiseTables } from './sequential/noise-table.ts'
import { perLook } from './sequential/per-look.ts'

/**
 * The sequential judge beside repeated tests, Kayenta and threshold rules, on seeded simulated rollouts: false alarms,
 * false passes, and requests until decided. `--quick` takes a small sample, in a minute or two; `--noise` runs only
 * the tables of noise that each arm has by itself: all of them, or those that are named (`--noise rates means`).
 */
export default function sequential(args: readonly string[]): Promise<void> {
  const quick = args.includes('--quick')
  if (args.includes('--noise')) {
    const parts = args.filter((arg) => !arg.startsWith('--'))
    noiseTables(quick ? 100 : 1000, parts)
    return Promise.resolve()
  }
  const rollouts = (full: number, few: number) => (quick ? few : full)
  falseAlarms(rollouts(2000, 100))
  manyOfEach(rollouts(2000, 50))
  detection(rollouts(2000, 60))
  passing(rollouts(400, 20))
  failRules(rollouts(400, 50))
  latencyAlarms(rollouts(400, 16))
  latencyDelays(rollouts(400, 40))
  perLook()
  return Promise.resolve()
}
