/** A file that a policy names. */
export interface PolicyFile {
  readonly path: string
  readonly repository?: string
}

/** How the text of a file is found again among those that were read. */
export const fileKey = ({ path, repository }: PolicyFile): string =>
  repository === undefined ? path : `${repository}:${path}`

/** The file with the trusted roots of a rule. */
export const rootOf = ({
  root,
  repository,
}: {
  readonly root: string
  readonly repository?: string
}): PolicyFile => ({
  path: root,
  ...(repository === undefined ? {} : { repository }),
})
