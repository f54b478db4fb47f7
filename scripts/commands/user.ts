import { type Command, InvalidArgumentError, Option } from 'commander'
import type { z } from 'zod'
import { ROLES, type Role } from '@/lib/domain/audit'
import { emailSchema, passwordSchema } from '@/lib/domain/person'

/** `plumbline user`: accounts. */
export function addUser(program: Command): void {
  const user = program.command('user').description('people')
  addAdd(user)
  addPassword(user)
  addList(user)
}

/** `plumbline user add`: makes an account. Without a password it makes one up, and prints it once. */
function addAdd(user: Command): void {
  user
    .command('add')
    .description('makes an account')
    .argument('<email>', 'with which the person signs in', checkedBy(emailSchema))
    .addOption(new Option('--role <role>', 'what the person may do').choices(ROLES).makeOptionMandatory())
    .option(
      '--password <password>',
      'at least 8 characters; without it one is made and printed',
      checkedBy(passwordSchema),
    )
    .action(async (email: string, { role, password }: { role: Role; password?: string }) => {
      const { madeUpPassword } = await import('@/lib/server/auth/password')
      const { addPerson } = await import('@/lib/server/auth/people')
      const made = password ?? madeUpPassword()
      await addPerson({ email, role, password: made }, null)
      process.stdout.write(`${email} is ${role === 'rater' ? 'a' : 'an'} ${role} now.\n`)
      if (password === undefined) process.stdout.write(`Password: ${made}\n`)
    })
}

/** `plumbline user password`: for who forgot it, the last admin too. */
function addPassword(user: Command): void {
  user
    .command('password')
    .description('gives an account a new password, prints it, once, and ends all its sessions')
    .argument('<email>', 'with which the person signs in', checkedBy(emailSchema))
    .action(async (email: string) => {
      const { findPerson, resetPassword } = await import('@/lib/server/auth/people')
      const { id, active } = await findPerson(email)
      if (!active) throw new Error(`The account of ${email} is locked: unlock it under Admin first.`)
      process.stdout.write(`Password: ${await resetPassword(id, null)}\n`)
    })
}

/** `plumbline user list`: all accounts, one a line, with tabs between. */
function addList(user: Command): void {
  user
    .command('list')
    .description('prints all accounts: e-mail address, role, active or locked, name')
    .action(async () => {
      const { listPeople } = await import('@/lib/server/auth/people')
      for (const { email, role, active, name } of await listPeople())
        process.stdout.write(
          `${[email, role, active ? 'active' : 'locked', name ?? ''].join('\t').trimEnd()}\n`,
        )
    })
}

/** Checks an argument as the API checks the field; a wrong one is wrong usage. */
export function checkedBy(schema: z.ZodType<string>): (given: string) => string {
  return (given) => {
    const { data, error } = schema.safeParse(given)
    if (data === undefined) throw new InvalidArgumentError(error?.issues[0]?.message ?? 'It is not valid.')
    return data
  }
}
