import { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { parseJson } from '@/lib/domain/json'
import { authOptions } from '@/lib/server/auth/options'
import { readText } from '@/lib/server/body'
import { problem } from '@/lib/server/http'

type Context = { params: Promise<{ nextauth: string[] }> }

const MOST_BYTES = 65_536

async function handle(request: NextRequest, context: Context): Promise<Response> {
  try {
    const { nextauth } = await context.params
    // next-auth would write into the server's log whatever anybody sends to it.
    if (nextauth[0] === '_log') return new Response(null, { status: 404 })
    // Passwords are only ever sent; to be asked for a way back from elsewhere, next-auth takes as its own fault.
    if (nextauth[0] === 'callback' && request.method === 'GET') return new Response(null, { status: 405 })
    return await NextAuth(request.method === 'POST' ? await short(request) : request, context, authOptions())
  } catch (error) {
    return problem(error)
  }
}

/** The request with its body read, so that nobody can fill the memory before they are signed in. */
async function short(request: NextRequest): Promise<NextRequest> {
  const body = await readText(request, MOST_BYTES)
  if (request.headers.get('content-type')?.includes('application/json')) parseJson(body)
  return new NextRequest(request.url, { method: 'POST', headers: request.headers, body })
}

export { handle as GET, handle as POST }
