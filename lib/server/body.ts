import type { z } from 'zod'
import { PlumblineError } from '@/lib/domain/errors'
import { parsed } from '@/lib/domain/issues'
import { parseJson } from '@/lib/domain/json'

/** Room for a text of 1 MiB with every character escaped, and what stands around it. */
const MOST_BYTES = 8 * 1_048_576

/**
 * A request's JSON body, checked by `schema`.
 *
 * Throws PlumblineError: 'too-large' over `most` bytes; 'invalid' for what is not UTF-8 or not JSON, naming the place;
 * 'unprocessable' for wrong or unknown fields, naming each.
 */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
  most = MOST_BYTES,
): Promise<z.output<S>> {
  return parsed(schema, parseJson(await readText(request, most)))
}

/** A request's body as text of at most `most` bytes. */
export async function readText(request: Request, most = MOST_BYTES): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  if (request.body) {
    const reader = request.body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      bytes += value.byteLength
      if (bytes > most) {
        await reader.cancel()
        throw new PlumblineError('too-large', `The body is over ${most} bytes.`)
      }
      chunks.push(value)
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new PlumblineError('invalid', 'The body is not valid UTF-8.')
  }
}
