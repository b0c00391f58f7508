import { startProxyBackend } from '../../servers/proxy-backend.ts'
import { describeRouter } from '../router.ts'

const settings = (urls: readonly string[]): Readonly<Record<string, string>> => ({ url: urls.join('\n') })

describeRouter('proxy', async () => await startProxyBackend(1, settings))
describeRouter('proxy', async () => await startProxyBackend(2, settings))
