'use server'

import { revalidatePath } from 'next/cache'
import { addressSchema, formAction } from '@/app/form-action'
import { tried } from '@/app/tried'
import type { FormState } from '@/lib/domain/form-state'
import { guessSchema } from '@/lib/domain/guesses'
import { parsed } from '@/lib/domain/issues'
import { findAudit } from '@/lib/server/audits/find'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'
import { beginGuessing, keepGuess } from '@/lib/server/blinding/guesses'
import type { RaterOf } from '@/lib/server/rating/rater'

/** Ends the viewer's rating in the audit and begins the guessing. */
export const begin = formAction([addressSchema], async (address) => {
  return change(address, (rater) => beginGuessing(rater))
})

/** Keeps what the viewer chose for an item: a model, or nothing for "I don't know". */
export const guess = formAction([addressSchema, addressSchema], async (address, itemId, data) => {
  const model = data.get('model')
  return change(address, (rater) => {
    const chosen = typeof model === 'string' && model !== '' ? model : null
    return keepGuess(rater, parsed(guessSchema, { itemId, model: chosen }))
  })
})

function change(address: string, work: (rater: RaterOf) => Promise<void>): Promise<FormState> {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'rate')
    const { id } = await findAudit(address)
    await work({ auditId: id, userId: viewer.userId })
    revalidatePath(`/rate/${address}/finish`)
    return undefined
  }, '')
}
