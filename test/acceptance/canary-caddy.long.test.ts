import { startCaddy } from '../servers/caddy.ts'
import { available } from '../servers/program.ts'
import { describeBehind } from './support/behind-router.ts'

describeBehind('caddy', available('caddy'), startCaddy)
