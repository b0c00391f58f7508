import { startProxyBackend } from '../../servers/proxy-backend.ts'
import { describeRouter } from '../router.ts'

describeRouter(
  'split',
  async () =>
    await startProxyBackend(2, (urls) => ({
      routers: JSON.stringify(
        urls.map((url, i) => ({ name: `region${i + 1}`, router: 'proxy', settings: { url } })),
      ),
    })),
)
