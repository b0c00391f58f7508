import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A process of the demo that told where it listens on its first line. */
export interface Child {
  readonly line: string
  readonly stop: () => void
}

/** Starts a TypeScript file on this very runtime and waits for its first line. It ends with us, whatever happens. */
export async function startChild(file: string, args: readonly string[]): Promise<Child> {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const line = await firstLine(child, file)
  return {
    line,
    stop: () => {
      child.kill()
      // Neither its output nor its channel may keep us alive while it drains.
      child.stdout?.destroy()
      if (child.connected) child.disconnect()
      child.unref()
    },
  }
}

function firstLine(child: ChildProcess, file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`${file} ended with ${String(code)} before it listened`)))
    if (child.stdout !== null) createInterface(child.stdout).once('line', resolve)
  })
}
