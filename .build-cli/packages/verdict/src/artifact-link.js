const LINK = /<!-- sluice:artifact ([A-Za-z0-9][A-Za-z0-9._-]{0,99}) -->/;
/** Points from a check's text to an artifact of the run in its `details_url` that holds the verdict. */
export function artifactLink(name) {
    return `<!-- sluice:artifact ${name} -->`;
}
/** The name of the artifact that a text points to. */
export function linkedArtifact(text) {
    return LINK.exec(text)?.[1];
}
