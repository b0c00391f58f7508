/** Every form in which a secret may show up in foreign text: as it is, base64, URL-encoded, in JSON, line by line. */
export function secretForms(secret) {
    const forms = [
        secret,
        Buffer.from(secret).toString('base64'),
        Buffer.from(secret).toString('base64url'),
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
        ...secret.split('\n').map((line) => line.trim()),
    ];
    // Hiding one or two characters would garble every line of the log and protect nothing.
    return [...new Set(forms)].filter((form) => form.length > 3);
}
