/** The roles, each with what it does. */
export const ROLE_OPTIONS = [
  { value: 'rater', label: 'Rater: rates, sees no results' },
  { value: 'analyst', label: 'Analyst: sets audits up, reads results' },
  { value: 'admin', label: 'Admin: runs the server' },
]
