import { projectFiles } from './files.ts'

/** Names of the actions: the folders in `actions/` that hold an action.yml. */
export function actionNames(): readonly string[] {
  return projectFiles('action.yml').flatMap((file) => /^actions\/([^/]+)\/action\.yml$/.exec(file)?.[1] ?? [])
}
