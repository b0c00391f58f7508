import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** An object store on this machine: moto's server, which speaks the protocol of S3. */
export class ObjectStorage {
  readonly address: string
  readonly #server: ChildProcess

  private constructor(address: string, server: ChildProcess) {
    this.address = address
    this.#server = server
  }

  static isInstalled(): boolean {
    try {
      execFileSync('moto_server', ['--help'], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }

  static async start(): Promise<ObjectStorage> {
    const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    const address = await new Promise<string>((resolve, reject) => {
      const hear = (text: Buffer): void => {
        said += text.toString()
        const [, found] = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said) ?? []
        if (found !== undefined) resolve(found)
      }
      server.stdout.on('data', hear)
      server.stderr.on('data', hear)
      server.once('exit', () => {
        reject(new Error(`moto_server ended: ${said}`))
      })
    })
    return new ObjectStorage(address, server)
  }

  /** Puts a bucket, or a file into one. */
  async put(path: string, file?: string): Promise<void> {
    const body = file === undefined ? null : readFileSync(file)
    const response = await fetch(`${this.address}/${path}`, { method: 'PUT', body })
    if (!response.ok) throw new Error(`${path} was not put: ${response.status}`)
  }

  stop(): void {
    this.#server.kill()
  }
}
