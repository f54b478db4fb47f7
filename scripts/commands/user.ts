import { type Command, InvalidArgumentError, Option } from 'commander'
import type { z } from 'zod'
import { ROLES, type Role } from '@/lib/domain/audit'
import { emailSchema, passwordSchema } from '@/lib/domain/person'
import { madeUpPassword } from '@/lib/server/auth/password'
import { addPerson } from '@/lib/server/auth/people'

/** `plumbline user add`: makes an account. Without a password it makes one up, and prints it once. */
export function addUser(program: Command): void {
  program
    .command('user')
    .description('people')
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
      const made = password ?? madeUpPassword()
      await addPerson({ email, role, password: made }, null)
      process.stdout.write(`${email} is ${role === 'rater' ? 'a' : 'an'} ${role} now.\n`)
      if (password === undefined) process.stdout.write(`Password: ${made}\n`)
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
