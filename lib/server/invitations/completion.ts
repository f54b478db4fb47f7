import { PlumblineError } from '@/lib/domain/errors'
import { type Completion, completionOf, type Panel, panelHome } from '@/lib/domain/panel'
import { pool } from '../db/pool'
import { claim } from '../rating/claim'
import type { RaterOf } from '../rating/rater'
import { COUNTS } from '../rating/schedule'
import { isSetAside } from '../supervision/is-set-aside'

/**
 * The completion code of a panel's participant who has rated all that there is for them, noting that they have it. Who
 * was handed it once gets it again, whatever is left by then, and also after withdrawing: the work was done. Who is handed
 * nothing more because their work was set aside is through too: whether it is paid for is decided on the panel's page.
 *
 * Throws PlumblineError: 'not-found' for who came from no panel; 'forbidden' for who withdrew without a code; 'conflict' for
 * who rated nothing, or has something left.
 */
export async function completion(of: RaterOf): Promise<Completion> {
  const participant = await participantOf(of)
  if (!participant) throw new PlumblineError('not-found', 'You came from no panel.')
  const { id, panel, done, hasCode, withdrew } = participant
  if (!hasCode) {
    if (withdrew)
      throw new PlumblineError(
        'forbidden',
        'You withdrew before the end, so there is no completion code. Please return your submission on the panel’s page.',
      )
    const isThrough = participant.finished || participant.setAside || !(await isAnythingLeft(of))
    if (!isThrough) throw new PlumblineError('conflict', 'There is still something for you to rate.')
    if (done === 0)
      throw new PlumblineError(
        'conflict',
        'You have rated nothing here, so there is no completion code. Please return your submission on the panel’s page.',
      )
    await pool().query('UPDATE participants SET finished_at = coalesce(finished_at, now()) WHERE id = $1', [
      id,
    ])
  }
  return completionOf(panel)
}

/** Where a panel's participant goes back to without a code; null for all others. */
export async function panelHomeOf(of: RaterOf): Promise<string | null> {
  const participant = await participantOf(of)
  return participant && panelHome(participant.panel)
}

/** A claim knows best: what it hands out is held until it is rated. */
async function isAnythingLeft(of: RaterOf): Promise<boolean> {
  try {
    return (await claim(of)).length > 0
  } catch (error) {
    if (error instanceof PlumblineError && error.code === 'conflict') return false
    throw error
  }
}

type Participant = {
  id: number
  panel: Panel
  done: number
  hasCode: boolean
  finished: boolean
  withdrew: boolean
  setAside: boolean
}

async function participantOf({ auditId, userId }: RaterOf): Promise<Participant | null> {
  const { rows } = await pool().query<Participant>(
    `SELECT p.id, i.panel, p.finished_at IS NOT NULL AS "hasCode", r.finished_at IS NOT NULL AS finished,
       r.withdrawn_at IS NOT NULL AS withdrew, ${isSetAside('r.id')} AS "setAside",
       (SELECT count(*)::int FROM assignments s WHERE s.rater_id = r.id AND s.status = 'submitted' AND ${COUNTS}) AS done
     FROM participants p JOIN invitations i ON i.id = p.invitation_id
     JOIN raters r ON r.user_id = p.user_id AND r.audit_id = i.audit_id
     WHERE p.user_id = $2 AND i.audit_id = $1 AND i.panel IS NOT NULL`,
    [auditId, userId],
  )
  return rows[0] ?? null
}
