import { COMMON_OUTPUTS, commonInputs } from '@sluice/publish'
import { comparisonInputs, sourceInputs } from '@sluice/shadow'

export const inputs = { ...commonInputs, ...sourceInputs, ...comparisonInputs } as const

export const outputs = [...COMMON_OUTPUTS, 'summary'] as const

export const contract = { name: 'shadow-compare', inputs, outputs, config: true } as const
