import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectFiles, read, root } from '../support/files.ts'

const pages = projectFiles('.md').filter((file) => !file.startsWith('test/'))

describe.each(pages)('%s', (file) => {
  test('links only to files that are there', () => {
    const text = read(file).replaceAll(/```.*?```/gs, '')
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(
      (match) => (match[1] ?? '').split('#')[0] ?? '',
    )
    const local = targets.filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    expect(local.filter((target) => !existsSync(join(root, normalize(join(dirname(file), target)))))).toEqual(
      [],
    )
  })
})

test('the README stays under two hundred lines', () => {
  expect(read('README.md').split('\n').length).toBeLessThan(200)
})

test('the map of CONTRIBUTING names every package, on one page', () => {
  const text = read('.github/CONTRIBUTING.md')
  const packages = projectFiles('package.json').flatMap((file) => /^packages\/[^/]+/.exec(file)?.[0] ?? [])
  expect(packages.filter((one) => !text.includes(one))).toEqual([])
  expect(text.split('\n').length).toBeLessThan(75)
})
