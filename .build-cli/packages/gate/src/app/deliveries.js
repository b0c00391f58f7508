export function createDeliveries(limit = 10_000) {
    const seen = new Set();
    return {
        isNew: (id) => {
            if (seen.has(id))
                return false;
            seen.add(id);
            for (const oldest of seen) {
                if (seen.size <= limit)
                    break;
                seen.delete(oldest);
            }
            return true;
        },
    };
}
