/**
 * SQL for why an output may no longer become another text: who rated it, else its label, else the rating under way.
 * Null where nothing stands against it. `id` is SQL for the output's id.
 */
export function whyFixed(id: string): string {
  return `(SELECT CASE
      WHEN r.people = 1 THEN 'was rated by 1 person'
      WHEN r.people > 1 THEN 'was rated by ' || r.people || ' people'
      WHEN EXISTS (SELECT FROM verified_labels v WHERE v.output_id = ${id} AND v.ended_at IS NULL)
        THEN 'has a verified label'
      WHEN EXISTS (SELECT FROM assignments a WHERE ${id} IN (a.output_id, a.right_output_id) AND (a.status = 'submitted'
        OR a.status = 'leased' AND a.lease_expires_at > now())) THEN 'is being rated'
    END FROM (SELECT count(DISTINCT h.rater_id) AS people FROM human_ratings h
      WHERE h.output_id = ${id} AND h.ended_at IS NULL) r)`
}
