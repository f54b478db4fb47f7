'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { addressSchema, formAction } from '@/app/form-action'
import { tried } from '@/app/tried'
import { findAuditId } from '@/lib/server/audits/find'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'
import * as consent from '@/lib/server/rating/consent'
import type { RaterOf } from '@/lib/server/rating/rater'

/** Agrees to the consent text whose hash is `shown`. */
export const agree = formAction([addressSchema, z.string().max(100)], (address, shown) =>
  tried(async () => {
    await consent.agree(await raterOf(address), shown)
    revalidatePath(`/rate/${address}`)
    return undefined
  }, ''),
)

/** The viewer takes no part. */
export const decline = formAction([addressSchema], (address) =>
  tried(async () => {
    await consent.decline(await raterOf(address))
    return undefined
  }, ''),
)

async function raterOf(address: string): Promise<RaterOf> {
  const viewer = await sessionViewer()
  permit(viewer, 'rate')
  return { auditId: await findAuditId(address), userId: viewer.userId }
}
