import { describe, expect, test } from 'vitest'
import ts from 'typescript'
import { projectFiles, read } from '../support/files.ts'

/** Which packages a package may import; arrows only point down. Adapters never know each other. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  verdict: [],
  stats: [],
  inputs: [],
  runner: ['inputs'],
  judge: ['verdict', 'stats', 'inputs'],
  shadow: ['verdict', 'stats', 'inputs'],
  report: ['verdict'],
  metrics: ['verdict', 'inputs', 'runner'],
  traffic: ['inputs', 'runner'],
  github: ['verdict', 'runner'],
  sandbox: ['verdict'],
  swap: ['verdict', 'stats', 'inputs', 'runner'],
  gate: ['verdict', 'judge', 'inputs', 'github', 'report'],
  publish: ['verdict', 'inputs', 'runner', 'report', 'github'],
  'gate-app': ['verdict', 'judge', 'github', 'gate', 'inputs', 'runner', 'report'],
}

/** Imports as the compiler sees them. */
function importsOf(file: string): readonly string[] {
  return ts.preProcessFile(read(file), true, true).importedFiles.map((imported) => imported.fileName)
}

const sources = projectFiles('.ts').filter((file) => /^(packages|actions)\/[^/]+\/src\//.test(file))
const ours = (file: string): readonly string[] =>
  importsOf(file).flatMap((name) => (name.startsWith('@sluice/') ? [name.slice('@sluice/'.length)] : []))

describe('imports', () => {
  for (const [name, allowed] of Object.entries(MAY_IMPORT)) {
    test(`${name} imports ${allowed.length === 0 ? 'no other package' : `only ${allowed.join(', ')}`}`, () => {
      const files = sources.filter((file) => file.startsWith(`packages/${name}/`))
      const wrong = files.flatMap((file) =>
        ours(file)
          .filter((other) => other !== name && !allowed.includes(other))
          .map((other) => `${file} → ${other}`),
      )
      expect(wrong).toEqual([])
    })
  }

  test('every package has its arrows stated here, save the cli, which may use any', () => {
    const packages = new Set(sources.flatMap((file) => /^packages\/([^/]+)\//.exec(file)?.[1] ?? []))
    expect([...packages].filter((name) => name !== 'cli' && !(name in MAY_IMPORT))).toEqual([])
  })

  test('no file reaches into another package or action past its front door', () => {
    const wrong = sources.flatMap((file) => {
      const home = file.split('/').slice(0, 2).join('/')
      return importsOf(file)
        .filter((name) => name.startsWith('.'))
        .filter((name) => !new URL(name, `file:///${file}`).pathname.startsWith(`/${home}/`))
        .map((name) => `${file} → ${name}`)
    })
    expect(wrong).toEqual([])
  })

  test('pure packages import nothing that touches the world', () => {
    const pure = /^packages\/(stats|judge|report|inputs)\//
    const wrong = sources
      .filter((file) => pure.test(file))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => /^node:(fs|http|https|net|child_process|dgram|worker_threads)/.test(name))
          .map((name) => `${file} → ${name}`),
      )
    expect(wrong).toEqual([])
  })
})
