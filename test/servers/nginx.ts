import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './loopback.ts'
import { startProgram, tempDir, type Program } from './program.ts'

export interface Nginx extends Program {
  /** Where users' requests go. */
  readonly url: string
  /** Settings for the router `nginx`. */
  readonly settings: Readonly<Record<string, string>>
}

/**
 * A real nginx before two upstreams, with the file the router owns in its folder, at 0 %. Its log and the status
 * address are its own. Check `available('nginx')` first.
 */
export async function startNginx(upstreams: {
  readonly baseline: string
  readonly candidate: string
}): Promise<Nginx> {
  const dir = tempDir('nginx')
  const port = await freePort()
  const file = join(dir, 'sluice.conf')
  mkdirSync(join(dir, 'temp'))
  writeFileSync(file, firstSnippet)
  writeFileSync(join(dir, 'nginx.conf'), config(dir, port, upstreams))
  const args = ['-p', dir, '-c', join(dir, 'nginx.conf'), '-e', join(dir, 'error.log')]
  const url = `http://127.0.0.1:${port}`
  const program = await startProgram('nginx', args, dir, async () => (await fetch(`${url}/sluice-weight`)).ok)
  const binary = ['/usr/sbin/nginx', ...args].join('\n')
  const settings = {
    file,
    baseline: 'stable',
    candidate: 'next',
    'test-command': `${binary}\n-t`,
    'reload-command': `${binary}\n-s\nreload`,
    'status-url': `${url}/sluice-weight`,
  }
  return { ...program, url, settings }
}

const firstSnippet = `split_clients "$request_id" $sluice_upstream {
    * stable;
}
map $host $sluice_weight {
    default "0";
}
`

function config(
  dir: string,
  port: number,
  upstreams: { readonly baseline: string; readonly candidate: string },
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
  upstream stable { server ${new URL(upstreams.baseline).host}; }
  upstream next { server ${new URL(upstreams.candidate).host}; }
  include ${join(dir, 'sluice.conf')};
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://$sluice_upstream; }
    location = /sluice-weight { default_type text/plain; return 200 $sluice_weight; }
  }
}
`
}
