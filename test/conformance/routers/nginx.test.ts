import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLoopback } from '../../servers/loopback.ts'
import { describeRouter } from '../router.ts'

/** Takes the place of `nginx -t`, `-T` and `-s reload`: a reload copies the file to what is running. */
const NGINX = `
const fs = require('node:fs'), path = require('node:path'), { spawn } = require('node:child_process')
const here = (name) => path.join(__dirname, name)
const [verb, later, ms] = process.argv.slice(2)
const run = (content) => fs.writeFileSync(here('running.conf'), content)
if (verb === 'later') setTimeout(() => run(later), Number(ms))
else if (fs.existsSync(here('down'))) { console.error('nginx: no such process'); process.exit(1) }
else if (verb === '-T') console.log('upstream stable { server 127.0.0.1:9; }\\nupstream next { server 127.0.0.1:9; }')
else setTimeout(() => {
  if (verb !== 'reload' || fs.existsSync(here('lie'))) return
  const content = fs.readFileSync(here('sluice.conf'), 'utf8')
  const delay = fs.existsSync(here('delay')) ? fs.readFileSync(here('delay'), 'utf8') : ''
  fs.rmSync(here('delay'), { force: true })
  if (delay !== '') spawn(process.execPath, [__filename, 'later', content, delay], { detached: true, stdio: 'ignore' }).unref()
  else run(content)
}, fs.existsSync(here('slow')) ? 500 : 0)
`
const FIRST =
  'split_clients "$request_id" $sluice_upstream {\n * stable;\n}\nmap $host $sluice_weight { default "0"; }\n'

describeRouter('nginx', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-nginx-'))
  const running = join(dir, 'running.conf')
  writeFileSync(join(dir, 'nginx.cjs'), NGINX)
  writeFileSync(join(dir, 'sluice.conf'), FIRST)
  copyFileSync(join(dir, 'sluice.conf'), running)
  const say = (name: string, text = ''): void => writeFileSync(join(dir, name), text)
  let failing = 0
  const real = (): number => Number(/default "([\d.]+)"/.exec(readFileSync(running, 'utf8'))?.[1])
  const status = await startLoopback((_, response) => {
    if (existsSync(join(dir, 'down')) || failing-- > 0) response.destroy()
    else response.end(`${real()}\n`)
  })
  const nginx = [process.execPath, join(dir, 'nginx.cjs')]
  return {
    settings: {
      file: join(dir, 'sluice.conf'),
      baseline: 'stable',
      candidate: 'next',
      'test-command': [...nginx, '-t'].join('\n'),
      'reload-command': [...nginx, 'reload'].join('\n'),
      'status-url': status.url,
    },
    real,
    lie: () => say('lie'),
    slowDown: () => say('slow'),
    delayNext: (ms) => say('delay', String(ms)),
    // One read asks four workers.
    failReads: (count) => void (failing = 4 * count),
    goDown: async () => await Promise.resolve(say('down')),
    stop: async () => {
      await status.stop()
      rmSync(dir, { recursive: true })
    },
  }
})
