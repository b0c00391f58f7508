import { GitHubError } from "./github-error.js";
/**
 * Turns a failure of GitHub into a value, so that a verdict stands although it could not be shown.
 * Cancels and our own mistakes still throw.
 */
export async function publishing(work) {
    try {
        return { published: true, value: await work() };
    }
    catch (error) {
        if (!(error instanceof GitHubError))
            throw error;
        return { published: false, because: `${error.message}. ${error.hint}` };
    }
}
