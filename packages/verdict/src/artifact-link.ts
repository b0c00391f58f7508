const LINK = /<!-- sluice:artifact ([A-Za-z0-9][A-Za-z0-9._-]{0,99}) run (\d{1,16}) -->/

/** Where a verdict is that was too large for a check's text. */
export interface ArtifactLink {
  readonly name: string
  /** Id of the workflow run that uploaded it. GitHub replaces `details_url`, so the text says it. */
  readonly runId: number
}

/** Points from a check's text to the artifact of a run that holds the verdict. */
export function artifactLink({ name, runId }: ArtifactLink): string {
  return `<!-- sluice:artifact ${name} run ${runId} -->`
}

/** The artifact that a text points to. */
export function linkedArtifact(text: string): ArtifactLink | undefined {
  const match = LINK.exec(text)
  return match === null ? undefined : { name: match[1] ?? '', runId: Number(match[2]) }
}
