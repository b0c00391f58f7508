import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorPage, parseFields, readConfig, type Fields } from '@sluice/action'
import { generateKeys, signVerdict, readSigningKey, encode } from '@sluice/verdict'
import { inputs as canary } from '../../../actions/canary-step/src/inputs.ts'
import { inputs as swap } from '../../../actions/bluegreen-swap/src/inputs.ts'
import { inputs as gate } from '../../../actions/promote-gate/src/inputs.ts'
import { inputs as shadow } from '../../../actions/shadow-compare/src/inputs.ts'
import { cli } from '../../../packages/cli/src/cli.ts'
import { exitCodeOf, explainError } from '../../../packages/cli/src/exit.ts'
import { judgedVerdict } from '../../actions/promote-gate/real-verdict.ts'
import { read } from '../../support/files.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const folder = tempFolder('sluice-mistakes')
const at = (name: string): string => join(folder, name)
const POLICY = 'metrics: [{ name: errors, kind: proportion, margin: 10% }]'
const CSV = 'metric,from,to,weight,kind,baseline_events,baseline_trials,candidate_events,candidate_trials\n'
const subject = { repository: 'acme/shop', sha: 'a'.repeat(40), environment: 'production', service: 'app' }
const verdict = judgedVerdict(subject, 900, 1_800_000_000_000)
const keys = generateKeys()

beforeAll(() => {
  const files: Readonly<Record<string, string>> = {
    'policy.yml': POLICY,
    'samples.csv': `${CSV}errors,0,60000,5,proportion,9,950,1,50\n`,
    'broken.yml': 'metrics: [{ name: x\n  kind: y',
    'kind.yml': POLICY.replace('proportion', 'proportoin'),
    'key.yml': POLICY.replace('margin', 'margn'),
    'unit.yml': POLICY.replace('10%', '10 parsecs'),
    'bad.csv': `${CSV}errors,0,60000,5,proportion,nine,950,1,50\n`,
    'other.csv': `${CSV}latency,0,60000,5,proportion,9,950,1,50\n`,
    'text.txt': 'not a verdict',
    'verdict.json': encode(verdict),
    'changed.json': encode(verdict).replaceAll('"outcome":"fail"', '"outcome":"pass"'),
    'signed.json': signVerdict(verdict, readSigningKey(keys.privateKey), 1_800_000_000_000),
    'good.pub': keys.publicKey,
    'other.pub': generateKeys().publicKey,
    'made.key': keys.privateKey,
    'log.ndjson': '{"id":1,"v":2}\n',
    'list.yml': '- 1\n',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text)
  mkdirSync(at('folder'))
})

interface Told {
  readonly code: number
  readonly text: string
}

/** A command line, as if typed; what it prints as an error is caught. */
async function typed(args: readonly string[]): Promise<Told> {
  let text = ''
  const write = process.stderr.write.bind(process.stderr)
  process.stderr.write = (chunk: string | Uint8Array): boolean => {
    text += chunk.toString()
    return true
  }
  try {
    return { code: await cli(args), text }
  } finally {
    process.stderr.write = write
  }
}

/** The inputs of a step, read as its action reads them. */
function step(fields: Fields, given: Readonly<Record<string, string>>): Told {
  return thrown(() => void parseFields(fields, (name) => given[name] ?? '', 'the `with:` block of this step'))
}

function thrown(work: () => void): Told {
  try {
    work()
    return { code: 0, text: '' }
  } catch (error) {
    return { code: exitCodeOf(error), text: explainError(error, false) }
  }
}

const CANARY = {
  router: 'proxy',
  metrics: '- { name: e, kind: proportion, events: a, trials: b, margin: 10% }',
}
const dash = (line: string): readonly string[] =>
  line.split(' ').map((word) => word.replace(/^@/, `${folder}/`))

/** Mistake, what is done, exit code, and what the message must say. */
const MISTAKES: readonly (readonly [string, string | (() => Told), number, RegExp])[] = [
  ['a misspelt command', 'shado --primary @log.ndjson', 3, /Did you mean shadow\?/],
  ['a misspelt command below', 'gate manifst', 3, /Did you mean manifest\?/],
  ['a misspelt option', 'judge --polcy @policy.yml', 3, /Did you mean --policy\?/],
  ['an option without its value', 'plan --share', 3, /--share <PERCENT>.* missing/],
  ['a forgotten file', 'inspect', 3, /missing required argument 'VERDICT.json'/],
  ['a file that is not there', 'inspect @none.json', 3, /none\.json: there is no such file/],
  ['a folder for a file', 'inspect @folder', 3, /folder: it is a folder, not a file|not a file/],
  ['a text for a verdict', 'inspect @text.txt', 3, /text\.txt: /],
  [
    'a verdict that was changed',
    'inspect @changed.json',
    3,
    /changed\.json: it says pass .* concludes in fail/,
  ],
  ['traffic without a time', 'plan --base-rate 1% --traffic 100', 3, /traffic: .*`100\/s`.*got "100"/],
  ['a rate of zero', 'plan --base-rate 0% --traffic 100/s', 3, /base-rate: .*percent.*got "0%"/],
  [
    'a margin without a percent sign',
    'plan --base-rate 1% --traffic 9/s --margin 25',
    3,
    /margin: .*%.*got "25"/,
  ],
  [
    'a confidence in percent',
    'plan --base-rate 1% --traffic 9/s --confidence 95',
    3,
    /confidence: .*got "95"/,
  ],
  ['rules without data', 'judge --policy @policy.yml', 3, /--policy and --samples must be given together/],
  [
    'two kinds of rules',
    'judge --policy @policy.yml --argo @list.yml',
    3,
    /exactly one of --policy, --kayenta and --argo/,
  ],
  ['YAML that does not parse', 'judge --policy @broken.yml --samples @samples.csv', 3, /broken\.yml.*line/s],
  ['a misspelt kind', 'judge --policy @kind.yml --samples @samples.csv', 3, /kind.*proportion.*proportoin/s],
  ['a misspelt key', 'judge --policy @key.yml --samples @samples.csv', 3, /margn.*margin/s],
  ['a wrong unit', 'judge --policy @unit.yml --samples @samples.csv', 3, /margin.*10 parsecs/s],
  [
    'a word where a number belongs',
    'judge --policy @policy.yml --samples @bad.csv',
    3,
    /line 2: events must be a number, got "nine"/,
  ],
  ['a policy that is a list of numbers', 'judge --policy @list.yml --samples @samples.csv', 3, /must be/],
  ['a key that exists', `keygen --out @made`, 3, /made\.key already exists/],
  ['no public key', 'verify @signed.json', 3, /no public key was given/],
  ['the private key for the public one', 'verify --key @made.key @signed.json', 3, /public/i],
  ['another key', 'verify --key @other.pub @signed.json', 3, /unknown_key/],
  ['an unsigned verdict', 'verify --key @good.pub @verdict.json', 3, /not_signed|malformed_envelope/],
  [
    'a log that is not there',
    'shadow --primary @none.ndjson --candidate @log.ndjson',
    3,
    /no file matches .*none\.ndjson/,
  ],
  ['one log only', 'shadow --primary @log.ndjson', 3, /candidate/],
  [
    'a rate without a time',
    'shadow --requests @log.ndjson --primary-url http://a --candidate-url http://b --rate 50',
    3,
    /rate: .*50\/s.*got "50"/,
  ],
  [
    'an address without http',
    'proxy --baseline localhost --candidate http://127.0.0.1:1',
    3,
    /--baseline must be the address.*got "localhost"/,
  ],
  [
    'a port that no machine has',
    'proxy --baseline http://a --candidate http://b --port 99999',
    3,
    /--port must be a number from 0 to 65535/,
  ],
  [
    'a plain address for a webhook',
    'gate manifest --url http://gate.example.com',
    3,
    /--url must be the https:\/\/ address/,
  ],
  ['a misspelt command of a canary', 'canary abrot', 3, /"abrot" is not one of run, .*Did you mean abort\?/],
  ['a canary without a command', 'canary', 3, /missing required argument 'COMMAND'/],
  [
    'a canary without metrics',
    'canary run --record @none.json --config @none.yml --router proxy',
    3,
    /metrics: is required/,
  ],
  [
    'a canary with two mistakes, both of which are named',
    'canary run --record @none.json --config @none.yml --router ngnix --interval 60',
    3,
    /router: must be one of .*got "ngnix".*interval: must be duration/s,
  ],
  [
    'a short commit',
    'swap run --record @none.json --config @none.yml --router proxy --sha abc1234',
    3,
    /sha: .*full/,
  ],
  [
    'another file for the record',
    'canary status --record @text.txt',
    3,
    /text\.txt is not a record of rollouts/,
  ],
  ['a folder for the record', 'swap status --record @folder', 3, /folder: it is a folder, not a file/],
  ['no network', 'gate credentials abc --api http://127.0.0.1:9', 4, /./],
  ['a shell that we do not know', 'completion powershell', 3, /not one of bash, zsh, fish/],
  ['a router that we do not know, for init', 'init --yes --router ngnix', 3, /ngnix.*nginx/s],
  [
    'a config file that is a list',
    () => thrown(() => void readConfig('list.yml', 'app', folder)),
    3,
    /list\.yml: must be a mapping/,
  ],
  [
    'a misspelt router',
    () => step(canary, { ...CANARY, router: 'ngnix' }),
    3,
    /router: must be one of .*nginx.*got "ngnix"/,
  ],
  ['a required input left out', () => step(canary, { metrics: CANARY.metrics }), 3, /router: is required/],
  ['weights that fall', () => step(canary, { ...CANARY, ladder: '50, 25' }), 3, /ladder: must be rising/],
  [
    'a time without a unit',
    () => step(canary, { ...CANARY, interval: '60' }),
    3,
    /interval: .*`30s`.*got "60"/,
  ],
  [
    'a metric without a kind',
    () => step(canary, { ...CANARY, metrics: '- { name: e }' }),
    3,
    /metrics.*kind/s,
  ],
  [
    'a share without a percent sign',
    () => step(canary, { ...CANARY, confidence: '95' }),
    3,
    /confidence: .*%.*got "95"/,
  ],
  [
    'a misspelt mode',
    () => step(swap, { router: 'proxy', mode: 'rooter' }),
    3,
    /mode: must be one of.*rooter/,
  ],
  [
    'a misspelt way to approve',
    () => step(gate, { approve: 'yes' }),
    3,
    /approve: must be one of.*pending-deployment/,
  ],
  ['a misspelt kind of answers', () => step(shadow, { kind: 'jason' }), 3, /kind: .*json/],
]

afterAll(() => expect(MISTAKES.length).toBeGreaterThanOrEqual(40))

test.each(MISTAKES)(
  '%s: says what is wrong, what is accepted, and where to read more',
  async (_, done, code, says) => {
    const told = typeof done === 'string' ? await typed(dash(done)) : done()
    expect(told.text).toMatch(says)
    expect(told.code).toBe(code)
    expect(told.text).not.toMatch(/\[object|undefined|NaN|^ +at /m)
    const [message = '', ...rest] = told.text.trimEnd().split('\n')
    // What to do stands between the message and the address of the reference.
    expect(message.length).toBeGreaterThan(10)
    expect(rest.slice(0, -1).join(' ')).toMatch(/[A-Z`][^.]{5,}/)
    const page = /^See (\S+)$/.exec(rest.at(-1) ?? '')?.[1] ?? ''
    expect(page.startsWith(errorPage(''))).toBe(true)
    expect(read('docs/reference/errors.md').toLowerCase()).toContain(`## ${new URL(page).hash.slice(1)}\n`)
  },
)

test('none of them has left a file behind', () => {
  expect(readFileSync(at('made.key'), 'utf8')).toBe(keys.privateKey)
})
