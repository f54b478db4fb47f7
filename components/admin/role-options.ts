/** The roles, each with what it does. */
export const ROLE_OPTIONS = [
  { value: 'rater', label: 'rater: rates, sees no results' },
  { value: 'analyst', label: 'analyst: sets audits up, reads results' },
  { value: 'admin', label: 'admin: runs the server' },
]
