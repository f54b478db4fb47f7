import { expect, it } from 'vitest'
import { testPerson, withParams } from '@/lib/server/auth/testing'
import { testDatabase } from '@/lib/server/db/testing'
import { makeAudit } from '@/lib/server/rating/testing'
import { GET } from './[audit]/mine/route'

const { pool } = testDatabase()

it("pages through one's own ratings from a time that can be one, and refuses others", async () => {
  const { publicId } = await makeAudit(pool)
  const { cookie } = await testPerson('rater')
  const status = async (before: string) => {
    const request = new Request(`http://localhost:3000/rate/${publicId}/mine?before=${before}`, {
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    })
    return (await GET(request, withParams({ audit: publicId }))).status
  }
  for (const good of ['2026-01-02T03:04:05.678Z', '9999-12-31T23:59:59Z', '2026-01-02T03:04:05.678901Z'])
    expect(await status(good)).toBe(200)
  for (const bad of ['0000-01-01T00:00:00Z', `2026-01-02T03:04:05.${'9'.repeat(300)}Z`, '2026', 'x'])
    expect(await status(bad)).toBe(400)
})
