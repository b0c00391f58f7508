/** `node weight.ts ADMIN-URL`: prints the percent of requests that the embedded proxy sends to the candidate now. */
const [admin] = process.argv.slice(2)
if (admin === undefined) throw new Error('give the admin address of the proxy')
const response = await fetch(new URL('/weight', admin))
const body: unknown = await response.json()
const weight: unknown =
  typeof body === 'object' && body !== null && 'weight' in body ? body.weight : undefined
if (!response.ok || typeof weight !== 'number')
  throw new Error(`${admin} answered ${response.status} ${JSON.stringify(body)}`)
console.log(weight)
