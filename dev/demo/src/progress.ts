/** Turns the job log of a rollout into one line per step of the story, with the time since its start. */
export function showProgress(): (line: string) => void {
  const started = performance.now()
  let last = ''
  return (line) => {
    // The first line of each look is the headline; the table under it would flood the terminal.
    if (!/^language-\S+ in production (?!holds)|^::(warning|error)::/.test(line)) return
    const said = line.replace(/[\d,.]+ (more )?requests.*$/, '')
    if (said === last) return
    last = said
    console.log(
      `${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line
        .replace('language in production ', '')
        .replaceAll('%0A', ' · ')
        .replaceAll('%25', '%')
        .replace(/^::(warning|error)::/, '')}`,
    )
  }
}
