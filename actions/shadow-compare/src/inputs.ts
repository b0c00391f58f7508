import { COMMON_OUTPUTS, commonInputs } from '@sluice/publish'
import { comparisonInputs, replayInputs, sourceInputs } from '@sluice/shadow'

export const inputs = { ...commonInputs, ...sourceInputs, ...replayInputs, ...comparisonInputs } as const

export const outputs = [...COMMON_OUTPUTS, 'part'] as const

export const contract = { name: 'shadow-compare', inputs, outputs, config: true } as const
