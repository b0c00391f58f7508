import { spawn } from 'node:child_process'
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { copyOf } from './mutants/copy.ts'
import { mutationsOf, type Mutation } from './mutants/mutations.ts'

/** What decides about traffic, and the tests that should notice when it decides wrongly. */
const TARGETS = [
  { sources: 'packages/rollout/src/{life,machine,record}/*.ts', tests: ['test/packages/rollout'] },
  { sources: 'packages/judge/src/**/*.ts', tests: ['test/packages/judge', 'test/dev/vectors'] },
  { sources: 'packages/gate/src/**/*.ts', tests: ['test/packages/gate', 'test/dev/vectors'] },
  { sources: 'packages/shadow/src/{compare,tally,judged}/**/*.ts', tests: ['test/packages/shadow'] },
] as const

/** Mutants that no test noticed when they were first found; they are always among those tried. */
const KNOWN: readonly { readonly file: string; readonly what: string }[] = [
  { file: 'packages/shadow/src/tally/events.ts', what: 'the condition "change > 0" is negated' },
  {
    file: 'packages/rollout/src/life/rise.ts',
    what: 'the condition "settled && standsAt(reading, to, tolerance)" is negated',
  },
]

const SURVIVORS = 'test/mutants.txt'
const root = join(import.meta.dirname, '..')
const { values: asked } = parseArgs({
  options: {
    /** Mutants of each target. */
    count: { type: 'string', default: '10' },
    /** The same seed draws the same mutants of the same sources. */
    seed: { type: 'string', default: '1' },
    /** Only files whose path has this in it; survivors are then printed and not written. */
    only: { type: 'string' },
  },
})

interface Mutant extends Mutation {
  readonly file: string
  readonly tests: readonly string[]
}

/** A run that takes so many times as long as without a mutant is as good as noticed: the mutant made a loop endless. */
const ENDLESS = 6
const LEAST_MS = 180_000

/** The known mutants and some others of each target, drawn by the seed. */
function drawn(): readonly Mutant[] {
  const random = generator(Number(asked.seed))
  return TARGETS.flatMap(({ sources, tests }) => {
    const all = globSync(sources, { cwd: root })
      .sort()
      .filter((file) => asked.only === undefined || file.includes(asked.only))
      .flatMap((file) =>
        mutationsOf(file, readFileSync(join(root, file), 'utf8')).map((one) => ({ ...one, file, tests })),
      )
    const known = all.filter(({ file, what }) =>
      KNOWN.some((one) => one.file === file && what.endsWith(one.what)),
    )
    const others = all.filter((one) => !known.includes(one))
    const some = Array.from({ length: Math.min(Number(asked.count), others.length) }, () =>
      others.splice(Math.floor(random() * others.length), 1),
    )
    return [...known, ...some.flat()]
  })
}

/** The minimal standard generator of Park and Miller (1988): numbers from 0 to 1, the same for the same seed. */
function generator(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

/** Whether a test fails, or none ends in time. */
async function isNoticed(
  copy: string,
  { file, start, end, replacement, tests }: Mutant,
  withinMs: number,
): Promise<boolean> {
  const path = join(copy, file)
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, `${text.slice(0, start)}${replacement}${text.slice(end)}`)
  try {
    return !(await testsPass(copy, tests, withinMs))
  } finally {
    writeFileSync(path, text)
  }
}

async function testsPass(copy: string, tests: readonly string[], withinMs?: number): Promise<boolean> {
  const config = ['run', '--config', 'test/vitest.config.ts', '--project', 'unit', '--bail', '1']
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...config, ...tests], {
    cwd: copy,
    stdio: 'ignore',
    ...(withinMs === undefined ? {} : { timeout: withinMs }),
  })
  return await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve(code === 0))
  })
}

/** Lines move; what a mutant is called does not say where it is. */
function nameOf(survivor: string): string {
  return survivor.replace(/ line \d+:/, '')
}

/** What people wrote below the survivors of an earlier run: lines that begin with `  because`. */
function knownReasons(): ReadonlyMap<string, string> {
  const file = join(root, SURVIVORS)
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  return new Map(
    lines.flatMap((line, i) =>
      line.startsWith('  because ') ? [[nameOf(lines[i - 1] ?? ''), line] as const] : [],
    ),
  )
}

const copy = copyOf(root)
try {
  const mutants = drawn()
  const withinMs = new Map<readonly string[], number>()
  for (const tests of new Set(mutants.map((one) => one.tests))) {
    const began = performance.now()
    if (!(await testsPass(copy, tests))) throw new Error(`${tests.join(' ')}: fails without any mutant`)
    withinMs.set(tests, Math.round(Math.max(LEAST_MS, ENDLESS * (performance.now() - began))))
  }
  const survivors: string[] = []
  for (const [i, mutant] of mutants.entries()) {
    const noticed = await isNoticed(copy, mutant, withinMs.get(mutant.tests) ?? LEAST_MS)
    const said = `${mutant.file} ${mutant.what}`
    console.log(`${i + 1}/${mutants.length} ${noticed ? 'killed  ' : 'SURVIVED'} ${said}`)
    if (!noticed) survivors.push(said)
  }
  if (asked.only === undefined) {
    const head = `# Mutants of seed ${asked.seed} that no unit test notices, by npm run mutants. Kill them, or say below each why it may live.`
    const reasons = knownReasons()
    const lines = survivors.sort().flatMap((one) => {
      const reason = reasons.get(nameOf(one))
      return reason === undefined ? [one] : [one, reason]
    })
    writeFileSync(join(root, SURVIVORS), `${[head, ...lines].join('\n')}\n`)
  }
  console.log(`${mutants.length - survivors.length} killed, ${survivors.length} survived`)
} finally {
  rmSync(copy, { recursive: true, force: true })
}
