/** Has every secret among some fields hidden wherever it might be logged, before anything else is done with it. */
export function maskSecrets(fields, read, mask) {
    for (const [name, field] of Object.entries(fields)) {
        const value = read(name)?.trim() ?? '';
        if (field.secret === true && value !== '')
            mask(value);
    }
}
