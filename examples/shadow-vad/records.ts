import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What of `onnxruntime-node` is used here. */
interface Runtime {
  readonly InferenceSession: { readonly create: (path: string) => Promise<Session> }
  readonly Tensor: new (type: string, data: Float32Array | BigInt64Array, dims: readonly number[]) => Tensor
}
interface Tensor {
  readonly data: ArrayLike<number>
}
interface Session {
  readonly run: (
    inputs: Readonly<Record<string, Tensor>>,
  ) => Promise<{ readonly output: Tensor; readonly stateN: Tensor }>
}

/** One recording, 16,000 numbers from -1 to 1 a second. */
export interface Clip {
  readonly name: string
  readonly samples: Float32Array
}

/** How a model is called: which weights, and how many samples of the frame before go in front of each frame. */
export interface Caller {
  readonly version: 'v5' | 'v6'
  readonly context: number
}

const FRAME = 512
const RATE = 16_000
const STATE = [2, 1, 128] as const
/** Half a second of silence before and after each clip, as a microphone hears it. */
const SILENCE = RATE / 2
/** From this probability on a frame is taken for speech. */
const SPEECH = 0.5

/** The WAV files of a folder (16 bit, mono, 48 kHz), three samples averaged into one. */
export function clips(folder: string): readonly Clip[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.wav'))
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, name))
      const data = bytes.indexOf('data') + 8
      const at = (k: number): number => bytes.readInt16LE(data + 2 * k) / 32_768
      const length = Math.floor((bytes.length - data) / 6)
      const samples = new Float32Array(length + 2 * SILENCE)
      for (let k = 0; k < length; k++) samples[SILENCE + k] = (at(3 * k) + at(3 * k + 1) + at(3 * k + 2)) / 3
      return { name: name.slice(0, -'.wav'.length), samples }
    })
}

/** What a model says of every frame of every clip, as records to compare. `modules` is a folder of node_modules. */
export async function answers(
  modules: string,
  { version, context }: Caller,
  all: readonly Clip[],
): Promise<string> {
  const runtime = createRequire(join(modules, 'x'))('onnxruntime-node') as Runtime
  const weights = join(modules, '@ricky0123/vad-web/dist', `silero_vad_${version}.onnx`)
  const session = await runtime.InferenceSession.create(weights)
  const sr = new runtime.Tensor('int64', BigInt64Array.of(BigInt(RATE)), [1])
  const records: string[] = []
  for (const { name, samples } of all) {
    let state = new runtime.Tensor('float32', new Float32Array(2 * 128), STATE)
    for (let frame = 0; (frame + 1) * FRAME <= samples.length; frame++) {
      const input = new Float32Array(context + FRAME)
      const from = frame * FRAME - context
      for (let k = 0; k < input.length; k++) input[k] = samples[from + k] ?? 0
      const said = await session.run({
        input: new runtime.Tensor('float32', input, [1, input.length]),
        state,
        sr,
      })
      state = said.stateN
      const score = said.output.data[0] ?? Number.NaN
      const prediction = score >= SPEECH ? 'speech' : 'silence'
      records.push(`${JSON.stringify({ id: `${name}-${frame}`, clip: name, prediction, score })}\n`)
    }
  }
  return records.join('')
}
