/** Something the reader of the log can fix: a stable code, what was wrong, and what to do about it. */
export class UserError extends Error {
    name = 'UserError';
    code;
    hint;
    constructor(code, message, hint) {
        super(message);
        this.code = code;
        this.hint = hint;
    }
}
