import path from 'node:path'
import { z } from 'zod'

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  PLUMBLINE_DATA: z.string().min(1).default(path.resolve('.plumbline')),
  PLUMBLINE_DEMO: z.enum(['0', '1']).default('1'),
  PLUMBLINE_ADMIN_EMAIL: z.email().optional(),
  PLUMBLINE_ADMIN_PASSWORD: z.string().min(8).optional(),
  NEXTAUTH_SECRET: z.string().min(16).optional(),
  NEXTAUTH_URL: z.url().optional(),
})

export type Env = z.infer<typeof schema>

let cached: Env | undefined

/** The environment, checked once. Throws with one line that names each wrong variable and why it is wrong. */
export function env(): Env {
  if (cached) return cached
  const parsed = schema.safeParse(process.env)
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`Wrong environment: ${reasons.join('; ')}`)
  }
  cached = parsed.data
  return cached
}
