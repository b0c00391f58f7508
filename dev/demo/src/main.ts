/** `npm run demo`: two releases of a real service through all four actions. `--swap` exchanges the two candidates. */
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startSandbox } from '@sluice/sandbox'
import { generateKeys } from '@sluice/verdict'
import { gatePolicy } from './gate.ts'
import { loadModel } from './model.ts'
import { showProgress } from './progress.ts'
import { release } from './rollout.ts'
import { asItShould, type Ended, type Scenario } from './scenario.ts'
import { messagesFor } from './sentences.ts'
import { summaryTable } from './summary.ts'
import { writePages } from './pages.ts'

const swapped = process.argv.includes('--swap')
const rate = Number(process.env['SLUICE_DEMO_RATE'] ?? 1500)
const out = join(import.meta.dirname, '../../../out/demo')

/** With the candidates swapped each folder holds the other model, and so must each verdict be the other one. */
const scenarios: readonly Scenario[] = [
  {
    name: 'sound',
    title: 'Answer with a smaller model',
    candidate: swapped ? 'extrasmall' : 'medium',
    sound: !swapped,
  },
  {
    name: 'too-small',
    title: 'Answer with the smallest model',
    candidate: swapped ? 'medium' : 'extrasmall',
    sound: swapped,
  },
]

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
console.log(
  'A language-identification service, real models, real sentences; the stable version is eld-large.',
)
const messages = messagesFor(await loadModel('large'))
const languages = new Set(messages.map((message) => message.language)).size
console.log(
  `${messages.length.toLocaleString('en-US')} messages in ${languages} languages, about ${rate} requests a second.\n`,
)

const keys = generateKeys()
const sandbox = await startSandbox()
const repository = sandbox.repository({
  owner: 'acme',
  name: 'language',
  requiredChecks: ['Sluice canary-step (production, language)'],
  files: { '.github/sluice-gate.yml': gatePolicy(keys.publicKey) },
})
const ended: Ended[] = []
try {
  for (const scenario of scenarios) {
    console.log(`── ${scenario.name}: eld-${scenario.candidate} takes on eld-large ──`)
    const show = {
      sandbox,
      repository,
      messages,
      rate,
      signingKey: keys.privateKey,
      out,
      onLine: showProgress(),
    }
    ended.push(await release(scenario, show))
  }
  writePages(out, sandbox, repository, ended)
} finally {
  await sandbox.close()
}

console.log(`\n${summaryTable(ended)}\n`)
const wrong = ended.flatMap(({ scenario, steps }) =>
  steps.filter((step) => !asItShould(step)).map((step) => ({ scenario, step })),
)
for (const { scenario, step } of wrong) {
  console.error(
    `${scenario.name}: ${step.step} ended in ${step.decision || 'nothing'} and should have ended in ${step.expected}:\n${step.log.slice(-4000)}`,
  )
}
console.log(`The two pull requests as pages: out/demo/index.html

Try next:
  npm run demo -- --swap                       the same with the models exchanged: the verdicts follow the models
  npm run sluice -- inspect out/demo/sound/verdict.json    compute a verdict again from its samples
  npm run sluice -- plan --base-rate 4% --share 5% --margin 25% --traffic 1500/s    how long would this take you?
  npx @sluice-actions/cli init                 write a workflow for your own repository`)
openPage(join(out, 'index.html'))
process.exitCode = wrong.length === 0 && ended.length === scenarios.length ? 0 : 1

/** Shows the page to a person at a desk; a terminal without one, or a job, has the path above. */
function openPage(page: string): void {
  const program = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open'
  const hasDesk = process.platform !== 'linux' || process.env['DISPLAY'] !== undefined
  if (process.env['CI'] !== undefined || !process.stdout.isTTY || !hasDesk) return
  spawn(program, [page], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}
