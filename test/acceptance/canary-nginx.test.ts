import { startNginx } from '../servers/nginx.ts'
import { available } from '../servers/program.ts'
import { describeBehind } from './support/behind-router.ts'

describeBehind('nginx', available('nginx'), startNginx)
