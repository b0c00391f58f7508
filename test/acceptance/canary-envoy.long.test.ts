import { hasEnvoy, startEnvoy } from '../servers/envoy.ts'
import { describeBehind } from './support/behind-router.ts'

describeBehind('envoy', hasEnvoy(), startEnvoy)
