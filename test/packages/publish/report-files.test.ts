import { lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NO_SECTIONS, reportFolder, writeReport } from '@sluice/publish'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { evidenceOf as example, verdictOf } from '../verdict/examples.ts'

let workspace: string
let elsewhere: string
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'workspace-'))
  elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'))
})
afterEach(() => {
  for (const folder of [workspace, elsewhere]) rmSync(folder, { recursive: true, force: true })
})
const write = async (): Promise<unknown> =>
  await writeReport(
    verdictOf([example({})]),
    { decision: 'open', did: 'x', go: true },
    NO_SECTIONS,
    workspace,
    'out',
  )

test('a report file that is a symbolic link is replaced, and what it leads to is left alone', async () => {
  await reportFolder(workspace, 'out')
  const victim = join(elsewhere, 'config')
  writeFileSync(victim, 'precious')
  symlinkSync(victim, join(workspace, 'out/verdict.json'))
  await write()
  expect(readFileSync(victim, 'utf8')).toBe('precious')
  expect(lstatSync(join(workspace, 'out/verdict.json')).isSymbolicLink()).toBe(false)
  await write()
})

test('a report folder that is a link out of the workspace is refused before anything is written', async () => {
  symlinkSync(elsewhere, join(workspace, 'out'))
  await expect(write()).rejects.toMatchObject({ code: 'REPORT_DIR_LEADS_OUT' })
  await expect(reportFolder(workspace, elsewhere)).resolves.toBe(elsewhere)
})
