import { testKinds } from './test-kinds.ts'

/** Whether whole releases and long simulations are played too: in CI, and where someone asks for them. */
export function playsLong(env: NodeJS.ProcessEnv): boolean {
  return env['CI'] === 'true' || env['SLUICE_TESTS'] === 'all'
}

/** Whether the command line of vitest names test files or folders: what is named is played, however long it takes. */
export function namesFiles([, , ...args]: readonly string[]): boolean {
  return args.some((arg, k) => k > 0 && !arg.startsWith('-') && args[k - 1]?.startsWith('-') !== true)
}

/** Set-up of a run without them: says at its end what was left out, and why. */
export default function leaveOut(): () => void {
  const { long } = testKinds(new URL('../..', import.meta.url).pathname)
  return () =>
    console.log(
      `Left out: ${long.length} files of long tests (*.long.test.ts). \`npm run test:all\` plays them, and CI does.\n`,
    )
}
