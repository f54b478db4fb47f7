/**
 * What a page may load and run: its own files, and inline scripts that carry the nonce of this very answer. Styles may be
 * inline, since charts place their marks with them; images of other servers may not be shown, since a model's text
 * could otherwise report its readers to anybody.
 */
export function contentPolicy(nonce: string): string {
  const dev = process.env.NODE_ENV === 'development'
  return [
    `default-src 'self'`,
    // The dev server's error pages need eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'${dev ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

/** Tells browsers that came by https to come back by https only; nothing where the server is reached otherwise. */
export function transportPolicy(): string | null {
  return process.env.NEXTAUTH_URL?.startsWith('https://') ? 'max-age=31536000' : null
}
