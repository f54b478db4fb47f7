'use server'

import { revalidatePath } from 'next/cache'
import { addressSchema, formAction } from '@/app/form-action'
import { tried } from '@/app/tried'
import type { FormState } from '@/lib/domain/form-state'
import { parsed } from '@/lib/domain/issues'
import { attentionCheckSchema, knownAnswerSchema } from '@/lib/domain/known-answers'
import { type AuditRow, findAudit } from '@/lib/server/audits/find'
import { addAttentionCheck, removeKnownAnswers, setKnownAnswers } from '@/lib/server/audits/known-answers'
import { readKnownAnswers } from '@/lib/server/audits/known-answers-file'
import { permit } from '@/lib/server/auth/permit'
import { sessionViewer } from '@/lib/server/auth/viewer'

/** Gives the output of the form its known answers. */
export const saveKnown = formAction([addressSchema], async (slug, data) => {
  return change(slug, 'Saved.', (audit, byId) => {
    const text = (name: string) => String(data.get(name) ?? '')
    const answers = scoresOf(data, audit).map(({ criterion, score, tolerance }) =>
      parsed(knownAnswerSchema, {
        ...{ output_id: text('output_id').trim(), criterion, score, tolerance },
        ...{ feedback: text('feedback'), purpose: text('purpose') },
      }),
    )
    return setKnownAnswers(audit.id, answers, byId)
  })
})

/** Adds the attention check of the form. */
export const saveAttention = formAction([addressSchema], async (slug, data) => {
  return change(slug, 'Added.', (audit, byId) => {
    const check = parsed(attentionCheckSchema, { prompt: data.get('prompt'), text: data.get('text') })
    return addAttentionCheck(audit.id, check, scoresOf(data, audit), byId)
  })
})

/** Takes the known answers of a CSV file. */
export const uploadKnown = formAction([addressSchema], async (slug, data) => {
  return change(slug, 'The answers of the file are in.', async (audit, byId) => {
    const file = data.get('file')
    await setKnownAnswers(audit.id, await readKnownAnswers(file instanceof Blob ? file : new Blob()), byId)
  })
})

/** Takes the known answers of the form's output away. */
export const removeKnown = formAction([addressSchema], async (slug, data) => {
  return change(slug, 'Removed.', (audit, byId) =>
    removeKnownAnswers(audit.id, String(data.get('output_id')), byId),
  )
})

function change(
  slug: string,
  done: string,
  work: (audit: AuditRow, byId: string) => Promise<void>,
): Promise<FormState> {
  return tried(async () => {
    const viewer = await sessionViewer()
    permit(viewer, 'audit:write')
    await work(await findAudit(slug), viewer.userId)
    revalidatePath(`/audits/${slug}/data/known-answers`)
  }, done)
}

/** The criteria that a score was typed for. */
function scoresOf(data: FormData, { criteria }: AuditRow) {
  return criteria.flatMap(({ key }) => {
    const score = String(data.get(`scores.${key}`) ?? '').trim()
    const tolerance = String(data.get(`tolerance.${key}`) ?? '').trim()
    return score === '' ? [] : [{ criterion: key, score: Number(score), tolerance: Number(tolerance) }]
  })
}
