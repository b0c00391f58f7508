const STARTING = 1;
const RUNNING = 2;
/**
 * What `show servers state` says of each server: the weight it takes traffic with, which is 0 for one that is down, in
 * maintenance or draining, whatever weight it was given. Columns are found by name, for HAProxy adds some.
 */
export function serversIn(answer) {
    const lines = answer.split('\n').map((line) => line.trim());
    const columns = lines
        .find((line) => line.startsWith('# '))
        ?.slice(2)
        .split(/\s+/) ?? [];
    const servers = new Map();
    for (const line of lines) {
        const cells = line.split(/\s+/);
        if (line.startsWith('#') || cells.length < 2)
            continue;
        const cell = (name) => cells[columns.indexOf(name)] ?? '';
        const up = [STARTING, RUNNING].includes(Number(cell('srv_op_state'))) && cell('srv_admin_state') === '0';
        if (cell('srv_name') !== '')
            servers.set(cell('srv_name'), up ? Number(cell('srv_uweight')) : 0);
    }
    return servers;
}
