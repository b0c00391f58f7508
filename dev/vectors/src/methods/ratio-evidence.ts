import { addRatioBlock, type LogWeights, type Side, startTilt, tiltLogE, type TwoArms } from '@sluice/stats'

/** log e-value of all blocks against "ratio <= nullRatio" (side 1) or "ratio >= nullRatio" (side -1). */
export function ratioLogE(
  blocks: readonly TwoArms[],
  nullRatio: number,
  side: Side,
  phi = 1,
  logWeights?: LogWeights,
): number {
  const state = startTilt(side)
  for (const block of blocks) addRatioBlock(state, block, nullRatio)
  return tiltLogE(state, phi, logWeights)
}
