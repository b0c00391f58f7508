import { UserError } from '@sluice/action'
import { defineCommand, type CliIo } from './command.ts'
import { verbs } from './verbs.ts'

/** The word by which the scripts below ask for suggestions. */
export const COMPLETE_VERB = '__complete'

const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `_sluice() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(sluice ${COMPLETE_VERB} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _sluice sluice
`,
  zsh: `#compdef sluice
_sluice() {
  local -a found
  found=("\${(@f)$(sluice ${COMPLETE_VERB} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then compadd -a found; else _files; fi
}
compdef _sluice sluice
`,
  fish: `function __sluice_complete
  sluice ${COMPLETE_VERB} (commandline -opc)[2..] (commandline -ct) 2>/dev/null
end
complete -c sluice -a '(__sluice_complete)'
`,
}

/** `sluice completion SHELL`: prints the script that makes a shell complete our commands and options. */
export const completionCommand = defineCommand(
  {
    name: 'completion',
    about: 'Prints a script that completes commands and options in your shell.',
    usage: ['bash|zsh|fish'],
    options: {},
    operands: ['SHELL'],
    examples: ['completion bash >> ~/.bashrc', 'completion fish > ~/.config/fish/completions/sluice.fish'],
  },
  ({ json }, [shell = ''], io) => {
    const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined
    if (script === undefined) {
      const known = Object.keys(SCRIPTS).join(', ')
      throw new UserError(
        'UNKNOWN_SHELL',
        `sluice completion: ${JSON.stringify(shell)} is not one of ${known}`,
        'Name your shell, as in `sluice completion bash`.',
      )
    }
    io.stdout(json ? `${JSON.stringify({ shell, script })}\n` : script)
    return Promise.resolve(0)
  },
)

/** Prints what may follow, one word a line; nothing where a file name is expected. The last word is being typed. */
export async function complete(words: readonly string[], io: CliIo): Promise<number> {
  for (const word of await suggestions(words)) io.stdout(`${word}\n`)
  return 0
}

async function suggestions(words: readonly string[]): Promise<readonly string[]> {
  const [name = '', ...rest] = words
  if (rest.length === 0) return [...Object.keys(verbs), '--help', '--version'].filter(startsWith(name))
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb === undefined) return []
  const { options, usage } = (await verb.load()).spec
  const typed = rest.at(-1) ?? ''
  const before = rest.at(-2)?.replace(/^--/, '') ?? ''
  const asked = rest.at(-2)?.startsWith('--') === true ? options[before] : undefined
  if (asked?.value !== undefined) return (asked.choices ?? []).filter(startsWith(typed))
  if (typed.startsWith('-')) {
    return [...Object.keys(options), 'help', 'debug'].map((option) => `--${option}`).filter(startsWith(typed))
  }
  const words1 = usage.flatMap((line) => line.split(' ')[0]?.split('|') ?? [])
  return rest.length === 1 ? words1.filter((word) => /^[a-z]/.test(word)).filter(startsWith(typed)) : []
}

function startsWith(typed: string): (word: string) => boolean {
  return (word) => word.startsWith(typed)
}
