import { connect } from 'node:net'

/** Percent of requests that the server `next` of the backend `web` gets, as HAProxy says over its admin socket. */
export async function haproxyShare(socket: string): Promise<number | undefined> {
  const answer = await ask(socket, 'get weight web/stable; get weight web/next')
  const [stable, next] = [...answer.matchAll(/^(\d+) \(initial \d+\)/gm)].map(([, weight]) => Number(weight))
  if (stable === undefined || next === undefined || stable + next === 0) return undefined
  return Number(((100 * next) / (stable + next)).toFixed(1))
}

async function ask(path: string, line: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const client = connect({ path })
    let answer = ''
    client.setEncoding('utf8')
    client.on('connect', () => client.write(`${line}\n`))
    client.on('data', (part: string) => (answer += part))
    client.on('error', reject)
    client.on('close', () => resolve(answer))
  })
}
