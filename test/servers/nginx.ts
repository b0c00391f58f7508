import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './loopback.ts'
import { startProgram, tempDir, type Program } from './program.ts'

/** What the configuration calls the two upstreams. */
interface Names {
  readonly baseline: string
  readonly candidate: string
}

export interface Nginx extends Program {
  /** Where users' requests go. */
  readonly url: string
  /** Settings for the router `nginx`. */
  readonly settings: Readonly<Record<string, string>>
  /** Program and arguments that speak to this nginx; `-t` and `-s reload` go behind them. */
  readonly command: readonly string[]
}

/**
 * A real nginx before two upstreams, with the file the router owns in its folder, at 0 %. Its log and the status
 * address are its own. Check `available('nginx')` first.
 */
export async function startNginx(
  upstreams: { readonly baseline: string; readonly candidate: string },
  names: Names = { baseline: 'stable', candidate: 'next' },
): Promise<Nginx> {
  const dir = tempDir('nginx')
  const port = await freePort()
  const file = join(dir, 'sluice.conf')
  mkdirSync(join(dir, 'temp'))
  writeFileSync(file, firstSnippet(names))
  writeFileSync(join(dir, 'nginx.conf'), config(dir, port, upstreams, names))
  const args = ['-p', dir, '-c', join(dir, 'nginx.conf'), '-e', join(dir, 'error.log')]
  const url = `http://127.0.0.1:${port}`
  const program = await startProgram('nginx', args, dir, async () => (await fetch(`${url}/sluice-weight`)).ok)
  const command = ['/usr/sbin/nginx', ...args]
  const settings = {
    file,
    ...names,
    'test-command': [...command, '-t'].join('\n'),
    'reload-command': [...command, '-s', 'reload'].join('\n'),
    'status-url': `${url}/sluice-weight`,
  }
  return { ...program, url, settings, command }
}

const firstSnippet = ({ baseline }: Names): string => `split_clients "$request_id" $sluice_upstream {
    * ${baseline};
}
map $host $sluice_weight {
    default "0";
}
`

function config(
  dir: string,
  port: number,
  upstreams: { readonly baseline: string; readonly candidate: string },
  { baseline, candidate }: Names,
): string {
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(dir, 'temp')};`,
  )
  return `daemon off;
worker_processes 2;
pid ${join(dir, 'nginx.pid')};
events { worker_connections 4096; }
http {
  ${temp.join('\n  ')}
  access_log off;
  upstream ${baseline} { server ${new URL(upstreams.baseline).host}; }
  upstream ${candidate} { server ${new URL(upstreams.candidate).host}; }
  include ${join(dir, 'sluice.conf')};
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://$sluice_upstream; }
    location = /sluice-weight { default_type text/plain; return 200 $sluice_weight; }
  }
}
`
}
