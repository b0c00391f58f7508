/** Most distinct rows or columns that are told apart; the rest is one class. */
const MOST_CLASSES = 2000;
const OTHERS = '(other classes)';
/** Counts of pairs of names, such as a confusion matrix: rows are what was, columns what is. */
export class Table {
    #rows = new Map();
    #names = new Set();
    add(row, column, times = 1) {
        const from = this.#name(row);
        const to = this.#name(column);
        const cells = this.#rows.get(from) ?? new Map();
        cells.set(to, (cells.get(to) ?? 0) + times);
        this.#rows.set(from, cells);
    }
    /** Cells with their counts, sorted by row and column. */
    cells() {
        const cells = [...this.#rows].flatMap(([row, columns]) => [...columns].map(([column, count]) => [row, column, count]));
        return cells.sort(([a, b], [c, d]) => (a < c ? -1 : a > c ? 1 : b < d ? -1 : 1));
    }
    merge(data) {
        if (!Array.isArray(data))
            return;
        for (const cell of data) {
            const [row, column, count] = cell;
            this.add(row, column, count);
        }
    }
    #name(name) {
        if (this.#names.has(name))
            return name;
        if (this.#names.size >= MOST_CLASSES)
            return OTHERS;
        this.#names.add(name);
        return name;
    }
}
