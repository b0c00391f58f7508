import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLoopback } from '../../servers/loopback.ts'
import { describeRouter } from '../router.ts'

/** Stands for `nginx -t` and `nginx -s reload`: a reload copies the file to what is running. */
const NGINX = `
const fs = require('node:fs'), path = require('node:path')
const here = (name) => path.join(__dirname, name)
if (fs.existsSync(here('down'))) { console.error('nginx: no such process'); process.exit(1) }
setTimeout(() => {
  if (process.argv[2] === 'reload' && !fs.existsSync(here('lie'))) fs.copyFileSync(here('sluice.conf'), here('running.conf'))
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
  const say = (name: string): void => writeFileSync(join(dir, name), '')
  const real = (): number => Number(/default "([\d.]+)"/.exec(readFileSync(running, 'utf8'))?.[1])
  const status = await startLoopback((_, response) => {
    if (existsSync(join(dir, 'down'))) response.destroy()
    else response.end(`${real()}\n`)
  })
  const nginx = [process.execPath, join(dir, 'nginx.cjs')]
  return {
    settings: {
      file: join(dir, 'sluice.conf'),
      baseline: 'stable',
      candidate: 'next',
      'test-command': [...nginx, 'test'].join('\n'),
      'reload-command': [...nginx, 'reload'].join('\n'),
      'status-url': status.url,
    },
    real,
    lie: () => say('lie'),
    dawdle: () => say('slow'),
    goDown: async () => await Promise.resolve(say('down')),
    stop: async () => {
      await status.stop()
      rmSync(dir, { recursive: true })
    },
  }
})
