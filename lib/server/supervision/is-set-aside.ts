/** SQL condition: the work of the rater whose id an SQL expression names is set aside now. */
export function isSetAside(raterId: string): string {
  return `EXISTS (SELECT FROM set_asides x WHERE x.rater_id = ${raterId} AND x.ended_at IS NULL)`
}
