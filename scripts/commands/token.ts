import type { Command } from 'commander'
import { emailSchema } from '@/lib/domain/person'
import { lineSchema } from '@/lib/domain/text'
import { checkedBy } from './user'

/** `plumbline token create`: prints a token for an account, alone on standard output, the only time it is shown. */
export function addToken(program: Command): void {
  program
    .command('token')
    .description('tokens for the HTTP API')
    .command('create')
    .description('prints a new token, once')
    .requiredOption('--email <email>', 'whose token it is', checkedBy(emailSchema))
    .option('--name <name>', 'what it is for', checkedBy(lineSchema(200)))
    .action(async ({ email, name }: { email: string; name?: string }) => {
      const { findPerson } = await import('@/lib/server/auth/people')
      const { createToken } = await import('@/lib/server/auth/tokens')
      const { id, active } = await findPerson(email)
      if (!active) throw new Error(`The account of ${email} is locked: a token for it would not work.`)
      process.stdout.write(`${await createToken({ userId: id, madeById: id, name })}\n`)
    })
}
