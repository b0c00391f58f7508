/** The service under test: `node service.ts SIZE` answers `POST /detect` and tells its port on its first line. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ServiceMetrics } from './service-metrics.ts'
import { loadModel, SIZES } from './model.ts'

const size = SIZES.find((name) => name === process.argv[2])
if (size === undefined) throw new Error(`the first argument must be one of ${SIZES.join(', ')}`)
const model = await loadModel(size)
const metrics = new ServiceMetrics()
// A version is ready when it is warm; a cold one would be slower for no fault of its model.
for (let i = 0; i < 20_000; i++) model.detect(`warming up with a sentence ${i}`)

const server = createServer((request, response) => {
  if (request.url === '/metrics') return void response.end(metrics.text())
  if (request.url === '/healthz') return void response.end('ok\n')
  if (request.url === '/detect' && request.method === 'POST') return detect(request, response)
  response.writeHead(404).end()
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit(0))

function detect(request: IncomingMessage, response: ServerResponse): void {
  const started = performance.now()
  let text = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => (text += chunk))
  request.on('end', () => {
    const language = model.detect(text)
    response.setHeader('content-type', 'application/json')
    // The demo's users say what they meant, as users do who correct a wrong guess.
    const meant = request.headers['x-meant']
    response.end(JSON.stringify({ language, meant, model: size }))
    metrics.served((performance.now() - started) / 1000, 200, language === meant)
  })
}
