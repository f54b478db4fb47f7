import { draftSchema, pageOfOwnSchema, skipSchema, submissionSchema, undoSchema } from '@/lib/domain/blind'
import { PlumblineError } from '@/lib/domain/errors'
import { findAuditId } from '../audits/find'
import type { Viewer } from '../auth/viewer'
import { readJson } from '../body'
import { type Params, param } from '../http'
import { completion } from '../invitations/completion'
import { claim } from './claim'
import { saveDraft } from './draft'
import { amend, earlierItem } from './earlier'
import { ownRatings } from './mine'
import type { ItemOfUser } from './own'
import { skip } from './skip'
import { type Attempt, submit } from './submit'
import { undo } from './undo'
import { withdraw } from './withdraw'

// What the API and the rating screen ask alike: read the request, call, answer. The routes say who may.

type Context = { request: Request; viewer: Viewer; params: Params }

/** One item, or 204 when nothing is left for this rater. */
export async function answerNext({ viewer, params }: Context): Promise<Response> {
  const auditId = await findAuditId(param(params, 'audit'))
  const [item] = await claim({ auditId, userId: viewer.userId })
  return item ? Response.json(item) : new Response(null, { status: 204 })
}

/** The current item and the one after it, as far as there are any; `over` says why there can be no more. */
export async function answerNextTwo({ viewer, params }: Context): Promise<Response> {
  const auditId = await findAuditId(param(params, 'audit'))
  try {
    return Response.json({ items: await claim({ auditId, userId: viewer.userId, most: 2 }), over: null })
  } catch (error) {
    // That an audit closes while people rate is no error of theirs.
    if (!(error instanceof PlumblineError && error.code === 'conflict')) throw error
    return Response.json({ items: [], over: error.message })
  }
}

export async function answerDraft(context: Context): Promise<Response> {
  const until = await saveDraft(itemOf(context), await readJson(context.request, draftSchema))
  return Response.json({ lease_expires_at: until?.toISOString() ?? null })
}

export async function answerSubmit(context: Context): Promise<Response> {
  return Response.json(await submit(itemOf(context), await attemptOf(context)), { status: 201 })
}

export async function answerSkip(context: Context): Promise<Response> {
  const { reason } = await readJson(context.request, skipSchema)
  await skip(itemOf(context), reason)
  return Response.json({ status: 'skipped' })
}

export async function answerUndo(context: Context): Promise<Response> {
  const { key } = await readJson(context.request, undoSchema)
  await undo(itemOf(context), key)
  return Response.json({ status: 'undone' })
}

/** What the rater has submitted in the audit, page by page. */
export async function answerMine({ request, viewer, params }: Context): Promise<Response> {
  const auditId = await findAuditId(param(params, 'audit'))
  const page = pageOfOwnSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (!page.success) throw new PlumblineError('invalid', '`before` is to be a time, as `next` gave it.')
  return Response.json(await ownRatings({ auditId, userId: viewer.userId, before: page.data.before }))
}

/** The completion code of who came from a panel, once nothing is left for them. */
export async function answerCompletion({ viewer, params }: Context): Promise<Response> {
  const auditId = await findAuditId(param(params, 'audit'))
  return Response.json(await completion({ auditId, userId: viewer.userId }))
}

/** Takes out all that the rater gave in the audit. */
export async function answerWithdraw({ viewer, params }: Context): Promise<Response> {
  const auditId = await findAuditId(param(params, 'audit'))
  await withdraw({ auditId, userId: viewer.userId })
  return Response.json({ status: 'withdrawn' })
}

export async function answerEarlier(context: Context): Promise<Response> {
  return Response.json(await earlierItem(itemOf(context)))
}

export async function answerAmend(context: Context): Promise<Response> {
  return Response.json(await amend(itemOf(context), await attemptOf(context)))
}

function itemOf({ viewer, params }: Context): ItemOfUser {
  return { itemId: param(params, 'item'), userId: viewer.userId }
}

async function attemptOf({ request, viewer }: Context): Promise<Attempt> {
  const key = request.headers.get('idempotency-key')?.trim() ?? ''
  if (key === '' || key.length > 200)
    throw new PlumblineError(
      'invalid',
      'Send an Idempotency-Key header of 1 to 200 characters: the same key again gets the same answer.',
    )
  const { tokenMadeById, userId } = viewer
  const byOtherToken = tokenMadeById !== null && tokenMadeById !== userId
  return { key, body: await readJson(request, submissionSchema), byOtherToken }
}
