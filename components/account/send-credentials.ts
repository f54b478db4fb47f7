/** Why next-auth did not sign somebody in, in words; it names only codes. */
const REASONS: Record<string, string> = {
  CredentialsSignin: 'E-mail address and password do not belong together, or the account is locked.',
  TooManyAttempts: 'Too many failed attempts. Wait a quarter of an hour, then try again.',
  Unavailable: 'The server could not check the password just now. Try again in a minute.',
}

export function signInProblem(code: string): string {
  return REASONS[code] ?? 'Signing in did not work. Try again.'
}

/** Sends e-mail address and password to next-auth. Answers null once a session is there, else why not. */
export async function sendCredentials(email: string, password: string): Promise<string | null> {
  try {
    const { csrfToken } = await (await fetch('/api/auth/csrf')).json()
    const answer = await fetch('/api/auth/callback/credentials', {
      method: 'POST',
      body: new URLSearchParams({ csrfToken, email, password, json: 'true', callbackUrl: '/' }),
    })
    const { url } = await answer.json()
    const code = new URL(url, location.href).searchParams.get('error')
    return code === null && answer.ok ? null : signInProblem(code ?? '')
  } catch {
    return 'The server cannot be reached. Check the connection, then try again.'
  }
}

/**
 * Where to go after signing in: a path of this server, else the start page. It is read as browsers read addresses,
 * which take `\` for `/` and leave out tabs, so that no other server can hide in it.
 */
export function safePath(target: string | undefined): string {
  const home = 'http://home.invalid'
  if (!target?.startsWith('/') || !URL.canParse(target, home)) return '/'
  const { origin, pathname, search, hash } = new URL(target, home)
  return origin === home && !pathname.startsWith('//') ? pathname + search + hash : '/'
}
