// @ts-check
/** Addresses that mean nothing, answered before Next, which would answer them with a bare 500. */

const DETAIL =
  'The address holds a percent sign that encodes no character, or a NUL. It may have been cut off.'

/**
 * Answers a request whose path cannot be decoded, or whose address holds a NUL, which no name here does.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @returns {boolean} whether it was answered
 */
export function refuseAddress({ url = '/', method }, response) {
  const [path = ''] = url.split('?')
  if (isDecodable(path) && !url.includes('%00')) return false
  const [type, body] = path.startsWith('/api/')
    ? ['application/problem+json', problem()]
    : ['text/html', page()]
  response.writeHead(400, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    // Whatever is left of a body is not read.
    connection: 'close',
  })
  response.end(method === 'HEAD' ? undefined : body)
  return true
}

/** @param {string} path */
function isDecodable(path) {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

const problem = () =>
  JSON.stringify({ type: 'about:blank', title: 'Bad request', status: 400, detail: DETAIL })

/** Without the app's own styles: their names change with every build. */
const page = () => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>This address does not make sense · Plumbline</title>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1.5rem">
<h1 style="font-size: 1.5rem">This address does not make sense</h1>
<p>${DETAIL}</p>
<p><a href="/">Go to the start page</a></p>
</body>
</html>
`
