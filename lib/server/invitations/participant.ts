import { pool } from '../db/pool'

/** Whether an account is one that a panel's participant came with. */
export async function isParticipant(userId: string): Promise<boolean> {
  const { rowCount } = await pool().query('SELECT FROM participants WHERE user_id = $1', [userId])
  return rowCount === 1
}
