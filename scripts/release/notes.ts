/** The section of a changelog about one version, without its heading. Throws where it is missing or empty. */
export function notesOf(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m).slice(1)
  const section = sections.find((one) => one.split(/[\s\n]/, 1)[0] === version)
  const notes = section?.slice(section.indexOf('\n')).trim() ?? ''
  if (notes === '') {
    throw new Error(
      `CHANGELOG.md has nothing under "## ${version}": rename "## Unreleased" to "## ${version} (date)" and release again`,
    )
  }
  return `${notes}\n`
}
