import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'
import { errorPage } from '@sluice/action'
import { codesIn } from '../../scripts/docs/codes.ts'
import { projectFiles, read, root } from '../support/files.ts'

const sources = projectFiles('.ts').filter((file) => /^(packages|actions)\/[^/]+\/src\//.test(file))
const { errors, reasons } = codesIn(root, sources)
const pages = projectFiles('.md').filter((file) => !file.startsWith('test/'))

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = read(page)
    .replaceAll(/```.*?```/gs, '')
    .matchAll(/^#{1,6} (.+)$/gm)
  return new Set(
    [...headings].map(([, text = '']) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

describe('the reference', () => {
  test('has an anchor for every error code, and the address in a message leads to it', () => {
    const anchors = anchorsOf('docs/reference/errors.md')
    expect(errors.size).toBeGreaterThan(50)
    const missing = [...errors].filter((code) => !anchors.has(new URL(errorPage(code)).hash.slice(1)))
    expect(missing).toEqual([])
  })

  test('has an anchor for every reason', () => {
    const anchors = anchorsOf('docs/reference/reasons.md')
    expect(reasons.size).toBeGreaterThan(50)
    expect([...reasons].filter((reason) => !anchors.has(reason))).toEqual([])
  })
})

test.each(pages)('%s links only to headings that are there', (file) => {
  const text = read(file).replaceAll(/```.*?```/gs, '')
  const links = [...text.matchAll(/\]\(([^)\s#]*)#([^)\s]+)\)/g)]
  const broken = links.flatMap(([link, path = '', anchor = '']) => {
    if (/^[a-z]+:/.test(path)) return []
    const page = path === '' ? file : normalize(join(dirname(file), path))
    return page.endsWith('.md') && !anchorsOf(page).has(anchor) ? [link] : []
  })
  expect(broken).toEqual([])
})
