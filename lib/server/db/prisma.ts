import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '@/prisma/generated/client'
import { pool } from './pool'

declare global {
  var plumblinePrisma: PrismaClient | undefined
}

/** Prisma over the same pool as everything else: for the record's small rows (people, audits, tokens). */
export function prisma(): PrismaClient {
  // Else an error quotes what was asked, which can be a text or a secret.
  globalThis.plumblinePrisma ??= new PrismaClient({ adapter: new PrismaPg(pool()), errorFormat: 'minimal' })
  return globalThis.plumblinePrisma
}
