/** What happened at a place in one pair: the candidate differed, in its shape too; the repeat did, in its shape too. */
export const RAW = 1;
export const RAW_SHAPE = 2;
export const NOISE = 4;
export const NOISE_SHAPE = 8;
export const BOTH = RAW | NOISE;
/** The size of the candidate's value there is noted, and that of the repeat's. */
export const SIZED = 16;
export const SIZED_AGAIN = 32;
/** The same marks by the number of their place, with room for one more. */
export function enlarged(marks, id) {
    const larger = new Uint8Array(Math.max(marks.length * 2, id + 1));
    larger.set(marks);
    return larger;
}
