/** Says that events come in bursts, and what was done about it. */
export function burstNote(phi) {
    return `Events come in bursts (phi = ${phi.toFixed(1)}): the blocks scatter more than chance allows, and the evidence was tempered by as much.`;
}
