import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { notesOf } from '../../scripts/release/notes.ts'
import { read, root } from '../support/files.ts'
import { tempFolder } from '../support/temp-folder.ts'

const CHANGELOG =
  '# Changelog\n\n## Unreleased\n\n- soon\n\n## 1.2.0 (2026-01-02)\n\n### Added\n\n- b\n\n## 1.1.0\n\n- a\n'

describe('release notes', () => {
  test('are the section of the version', () => {
    expect(notesOf(CHANGELOG, '1.2.0')).toBe('### Added\n\n- b\n')
    expect(notesOf(CHANGELOG, '1.1.0')).toBe('- a\n')
  })

  test('are refused for a version without a section', () => {
    expect(() => notesOf(CHANGELOG, '1.3.0')).toThrow('CHANGELOG.md has nothing under "## 1.3.0"')
    expect(() => notesOf('# Changelog\n\n## 1.0.0\n', '1.0.0')).toThrow('nothing under')
  })

  test('exist for the version in package.json', () => {
    const { version } = JSON.parse(read('package.json')) as { readonly version: string }
    expect(notesOf(read('CHANGELOG.md'), version)).not.toBe('')
  })
})

test('a release holds the actions and nothing that only builds them, in the same bytes each time', () => {
  const pack = (folder: string): string =>
    execFileSync(process.execPath, [join(root, 'scripts/release.ts'), folder], {
      encoding: 'utf8',
      cwd: folder,
    })
  const [first, second] = [tempFolder('release'), tempFolder('release')]
  const printed = pack(first)
  expect(pack(second)).toBe(printed)
  expect(printed).toMatch(/^version=\d+\.\d+\.\d+\ndigest=[0-9a-f]{64}\n$/)
  expect(readdirSync(join(first, 'tree')).sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'actions'])
  expect(readdirSync(join(first, 'tree/actions/canary-step')).sort()).toEqual([
    'README.md',
    'action.yml',
    'dist',
  ])
  const bill = JSON.parse(readFileSync(join(first, 'sbom.cdx.json'), 'utf8')) as {
    readonly components: readonly { readonly name: string }[]
  }
  expect(bill.components.map(({ name }) => name)).toContain('yaml')
})
