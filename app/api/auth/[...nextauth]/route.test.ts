import { NextRequest } from 'next/server'
import { expect, it } from 'vitest'
import { GET, POST } from './route'

const call = (path: string) => ({ params: Promise.resolve({ nextauth: path.split('/') }) })
const address = 'http://localhost:3000/api/auth/callback/credentials'

it('answers a body that is not JSON as the fault of who sent it', async () => {
  const request = new NextRequest(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"a":[',
  })
  expect((await POST(request, call('callback/credentials'))).status).toBe(400)
})

it('takes no password from an address', async () => {
  expect((await GET(new NextRequest(address), call('callback/credentials'))).status).toBe(405)
})
