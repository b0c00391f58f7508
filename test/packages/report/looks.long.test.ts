import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type Page as Tab } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { read } from '../../support/files.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { reportPages } from './pages.ts'

/** Debian's Chromium, or another one by its path. */
const program = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const wanted = process.env['CI'] === 'true' || existsSync(program)
if (!wanted) console.log(`the pages are not looked at: there is no Chromium at ${program}`)

const AXE = read('node_modules/axe-core/axe.min.js')
const SCREENS = ['light', 'dark'].flatMap((scheme) => [400, 1280].map((width) => ({ scheme, width })))

interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly html: string }[]
}

describe.runIf(wanted)('in Chromium', () => {
  const folder = tempFolder('sluice-pages')
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] })
  })
  afterAll(async () => await browser.close())

  const open = async (
    name: string,
    html: string,
    { scheme, width }: (typeof SCREENS)[number],
  ): Promise<Tab> => {
    const file = join(folder, `${name}.html`)
    writeFileSync(file, html)
    const tab = await browser.newPage({
      viewport: { width, height: 800 },
      colorScheme: scheme === 'dark' ? 'dark' : 'light',
      // The page forbids scripts of others, and axe is one.
      bypassCSP: true,
    })
    await tab.goto(pathToFileURL(file).href)
    return tab
  }

  test('axe finds what is wrong, so its silence means something', async () => {
    const tab = await open(
      'wrong',
      '<html><title></title><img src="data:,"><p>text',
      SCREENS[0] ?? { scheme: 'light', width: 400 },
    )
    await tab.evaluate(AXE)
    const found = await tab.evaluate<readonly Violation[]>('axe.run().then((result) => result.violations)')
    expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(['html-has-lang', 'image-alt']))
    await tab.close()
  })

  describe.each(reportPages())('$name', ({ name, html }) => {
    test.each(SCREENS)('is accessible and not clipped, $scheme at $width px', async (screen) => {
      const tab = await open(name, html, screen)
      try {
        await tab.evaluate(AXE)
        const found = await tab.evaluate<readonly Violation[]>(
          'axe.run().then((result) => result.violations)',
        )
        expect(found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html ?? ''}`)).toEqual([])
        const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
        expect(await tab.evaluate(beyond)).toBe(0)
        await picture(tab, `${name}-${screen.scheme}-${screen.width}`)
      } finally {
        await tab.close()
      }
    })
  })

  test('a hostile name is shown as text, runs nothing and loads nothing', async () => {
    const hostile = reportPages().find(({ name }) => name === 'hostile')
    if (hostile === undefined) throw new Error('there is no hostile page')
    const file = join(folder, 'hostile.html')
    writeFileSync(file, hostile.html)
    const tab = await browser.newPage()
    const asked: string[] = []
    tab.on('request', (request) => void asked.push(request.url()))
    await tab.goto(pathToFileURL(file).href)
    expect(await tab.title()).toBe('shop: roll-back')
    expect(asked).toEqual([pathToFileURL(file).href])
    expect(await tab.textContent('tbody th')).toContain('<img src=x onerror=')
    await tab.close()
  })

  test('every page can be printed, on white', async () => {
    const [first] = reportPages()
    if (first === undefined) throw new Error('there is no page')
    const tab = await open('print', first.html, { scheme: 'light', width: 1280 })
    await tab.emulateMedia({ media: 'print', colorScheme: 'light' })
    const printed = await tab.pdf({ format: 'A4' })
    expect(printed.subarray(0, 4).toString()).toBe('%PDF')
    await tab.close()
  })
})

/** Kept where someone asks for them, to be looked at: SLUICE_PICTURES=folder. */
async function picture(tab: Tab, name: string): Promise<void> {
  const to = process.env['SLUICE_PICTURES']
  if (to === undefined) return
  mkdirSync(to, { recursive: true })
  await tab.screenshot({ path: join(to, `${name}.png`), fullPage: true })
}
