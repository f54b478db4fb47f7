/** What Next hands to a page, as the query string it came from. */
export function queryFrom(given: Record<string, string | string[] | undefined>): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(given))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) params.append(name, one)
  return params
}

/** More than any list has, and still a number that the database takes. */
const LAST_PAGE = 1_000_000_000

/** The page of a list that a query asks for: the first where it names none. */
export function pageOf(query: URLSearchParams): number {
  return Math.min(LAST_PAGE, Math.max(1, Math.floor(Number(query.get('page'))) || 1))
}
