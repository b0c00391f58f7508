import { startHaproxy } from '../servers/haproxy.ts'
import { available } from '../servers/program.ts'
import { describeBehind } from './support/behind-router.ts'

describeBehind('haproxy', available('haproxy'), startHaproxy)
