import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { gateCommand } from '../../../packages/cli/src/gate/main.ts'
import { verbs } from '../../../packages/cli/src/verbs.ts'
import { VERSION } from '../../../packages/cli/src/version.ts'
import { read, root } from '../../support/files.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { runCommand } from './run-command.ts'

const MAIN = join(root, 'packages/cli/src/main.ts')
const folder = tempFolder('sluice-main')

function sluice(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe.each(Object.keys(verbs))('sluice %s', (name) => {
  test('explains itself on standard output, with its exit codes', async () => {
    const command = await verbs[name]?.load()
    if (command === undefined) throw new Error(`${name} has no command`)
    const { code, out, err } = await runCommand(command, ['--help'])
    expect([code, err]).toEqual([0, ''])
    for (const said of [`sluice ${name}`, '--json', '--debug', 'Exit codes: 0 ']) expect(out).toContain(said)
  })

  test('refuses an option that it does not know, and suggests the nearest', async () => {
    const command = await verbs[name]?.load()
    if (command === undefined) throw new Error(`${name} has no command`)
    const { code, err } = await runCommand(command, ['--jsn'])
    expect(code).toBe(3)
    expect(err).toContain("unknown option '--jsn'. Did you mean --json?")
    expect(err).toContain(`\`sluice ${name} --help\``)
  })
})

describe('sluice', () => {
  test('lists every command with its exit codes', () => {
    const { status, stdout } = sluice(['--help'])
    expect(status).toBe(0)
    for (const name of Object.keys(verbs)) expect(stdout).toContain(`\n  ${name} `)
    expect(stdout).toContain('0 pass or done, 1 fail, 2 undecided, 3 wrong input, 4 could not')
  })

  test('without a command prints the same as an error', () => {
    const { status, stdout, stderr } = sluice([])
    expect([status, stdout]).toEqual([3, ''])
    expect(stderr).toContain('Usage: sluice COMMAND')
  })

  test('suggests the command that was meant, one below the first included', async () => {
    expect(sluice(['judg'])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('"judg" is not a command. Did you mean judge?') as string,
    })
    expect((await runCommand(gateCommand, ['srve'])).err).toContain('Did you mean serve?')
  })

  test('has the version of the project', () => {
    expect(JSON.parse(read('package.json'))).toMatchObject({ version: VERSION })
    expect(sluice(['--version'])).toEqual({ status: 0, stdout: `${VERSION}\n`, stderr: '' })
    expect(sluice(['plan', '--version']).stdout).toBe(`${VERSION}\n`)
  })

  test('tells an error as JSON when the result was to be JSON', () => {
    const { status, stderr } = sluice(['inspect', 'none.json', '--json'])
    expect(status).toBe(3)
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'FILE_TROUBLE', message: 'none.json: there is no such file or folder' },
    })
  })

  test('shows a stack trace only when it is asked for', () => {
    expect(sluice(['inspect', '.']).stderr).not.toMatch(/^ +at /m)
    expect(sluice(['inspect', '.', '--debug']).stderr).toMatch(/^ +at /m)
  })

  test('takes paths as they were typed, through `npm run sluice` too', () => {
    const typedIn = join(folder, 'elsewhere')
    mkdirSync(typedIn)
    writeFileSync(join(typedIn, 'verdict.json'), '{}')
    const asNpmDoes = { npm_lifecycle_event: 'sluice', INIT_CWD: typedIn }
    const { status, stderr } = sluice(['inspect', 'verdict.json'], asNpmDoes)
    expect(status).toBe(3)
    expect(stderr).toMatch(/^verdict\.json: /)
    expect(stderr).not.toContain('no such file')
  })

  test('gives colours when they are forced, and none with NO_COLOR', () => {
    const policy = 'metrics: [{ name: errors, kind: proportion, margin: 10% }]'
    writeFileSync(join(folder, 'policy.yml'), policy)
    writeFileSync(
      join(folder, 'samples.csv'),
      [
        'metric,from,to,weight,kind,baseline_events,baseline_trials,candidate_events,candidate_trials',
        ...[0, 1, 2, 3].map(
          (minute) => `errors,${minute * 60_000},${(minute + 1) * 60_000},50,proportion,10,100000,900,100000`,
        ),
        '',
      ].join('\n'),
    )
    const judge = ['judge', '--policy', 'policy.yml', '--samples', 'samples.csv']
    const plain = sluice(judge, { NO_COLOR: '1' })
    expect([plain.status, plain.stdout.includes('\u001b[')]).toEqual([1, false])
    expect(sluice(judge, { FORCE_COLOR: '1', NO_COLOR: '' }).stdout).toContain('\u001b[31mWORSE')
  })

  test('ends in silence when its reader has gone', () => {
    const { stderr } = spawnSync(
      'bash',
      ['-c', `"${process.execPath}" "${MAIN}" shadow --help | head -n 1`],
      {
        encoding: 'utf8',
      },
    )
    expect(stderr).toBe('')
  })
})

describe('completion', () => {
  const complete = (...words: readonly string[]) =>
    sluice(['__complete', ...words])
      .stdout.trim()
      .split('\n')

  test('offers commands, then options, and nothing where a file belongs', () => {
    expect(complete('ju')).toEqual(['judge'])
    expect(complete('judge', '--pol')).toEqual(['--policy'])
    expect(complete('gate', 's')).toEqual(['serve'])
    expect(complete('canary', 'ab')).toEqual(['abort'])
    expect(complete('judge', '--policy', '')).toEqual([''])
  })

  test('works in bash', () => {
    const script = `
      sluice() { "${process.execPath}" "${MAIN}" "$@"; }
      eval "$(sluice completion bash)"
      COMP_WORDS=(sluice shadow --prim) COMP_CWORD=2; _sluice; echo "\${COMPREPLY[@]}"`
    const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
    expect(stdout.trim().split(/\s+/)).toEqual(['--primary', '--primary-url'])
  })

  test.each(['bash', 'zsh', 'fish'])(
    'has a script for %s that its shell can parse, where it is installed',
    (shell) => {
      const { status, stdout } = sluice(['completion', shell])
      expect(status).toBe(0)
      const file = join(folder, `completion.${shell}`)
      writeFileSync(file, stdout)
      const parsed = spawnSync(shell, ['-n', file], { encoding: 'utf8' })
      if (parsed.error === undefined) expect([parsed.status, parsed.stderr]).toEqual([0, ''])
      else console.log(`${shell} is not installed, so its script was not parsed`)
    },
  )
})
