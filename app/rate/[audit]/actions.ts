'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { tried } from '@/app/tried'
import type { FormState } from '@/lib/domain/form-state'
import { parsed } from '@/lib/domain/issues'
import { findAuditId } from '@/lib/server/audits/find'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'
import * as consent from '@/lib/server/rating/consent'
import type { RaterOf } from '@/lib/server/rating/rater'

/** Agrees to the consent text whose hash is `shown`. */
export async function agree(address: string, shown: string, _state: FormState): Promise<FormState> {
  return tried(async () => {
    await consent.agree(await raterOf(address), parsed(z.string(), shown))
    revalidatePath(`/rate/${address}`)
    return undefined
  }, '')
}

/** The viewer takes no part. */
export async function decline(address: string, _state: FormState): Promise<FormState> {
  return tried(async () => {
    await consent.decline(await raterOf(address))
    return undefined
  }, '')
}

async function raterOf(address: string): Promise<RaterOf> {
  const viewer = await sessionViewer()
  permit(viewer, 'rate')
  return { auditId: await findAuditId(address), userId: viewer.userId }
}
