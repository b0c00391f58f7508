/** `npm run bench -- shadow-simulation [--quick]`: false alarms and power of shadow verdicts beside Diffy's filter. */
import { simulate, type Outcome } from './shadow-simulation/runs.ts'
import { NOISE, soundFields } from './shadow-simulation/world.ts'

const OF_EACH = 5
const SIZES = [100, 1000, 10_000, 100_000] as const
const REGRESSION = 0.02

export default function bench(args: readonly string[]): Promise<void> {
  const runs = args.includes('--quick') ? 200 : 4000
  console.log(
    `Two identical versions, ${OF_EACH} fields of each noise, ${runs} runs: share of runs that report`,
  )
  console.log('    pairs  ours: anything  Diffy: anything  Diffy: one field with noise of')
  console.log(`${' '.repeat(43)}${NOISE.map((noise) => percent(noise)).join(' ')}`)
  for (const n of SIZES) {
    const outcome = simulate(runs, n, soundFields(OF_EACH), n)
    const single = NOISE.map((noise) => percent(ofNoise(outcome, noise)))
    console.log(
      `${String(n).padStart(9)}${percent(outcome.ours).padStart(16)}${percent(outcome.diffy).padStart(17)} ${single.join(' ')}`,
    )
  }
  const broken = { name: 'broken', noise: 0.1, broken: REGRESSION }
  const found = simulate(runs, 10_000, [...soundFields(OF_EACH), broken], 7).fields.get('broken')
  console.log(`\nA change in 2 % of 10,000 pairs under 10 % noise, ${runs} runs, found by`)
  console.log(`ours ${percent(found?.ours ?? 0)}  Diffy ${percent(found?.diffy ?? 0)}`)
  return Promise.resolve()
}

/** Mean share over the fields of one noise. */
function ofNoise({ fields }: Outcome, noise: number): number {
  const own = [...fields].filter(([name]) => name.startsWith(`noise_${100 * noise}_`))
  return own.reduce((sum, [, { diffy }]) => sum + diffy, 0) / own.length
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`.padStart(8)
}
