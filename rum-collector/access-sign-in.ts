import express, { type Request, type RequestHandler, type Response, type Router } from 'express'
import { isLocal, isSame, isSession, newSession, NOT_LOCAL } from './access.ts'
import { messagePage } from './pages/message-page.ts'
import { signInPage } from './pages/sign-in-page.ts'

/** A cookie and a form rather than HTTP Basic: a browser would send Basic's password to the beacon route too and never
 * forget it. The cookie's path is the pages' own, so no beacon carries it. */
const COOKIE = 'fieldlab'

/** Lets through who has signed in with the token; without a token, who asks on this machine. Others get the form.
 * Mounted at the pages' own path; POST /sign-in and POST /sign-out are below it.
 * @param options.wrongTokens is asked where a wrong one is given */
export function signedInOnly({
  token,
  clock,
  wrongTokens,
}: {
  token: string | undefined
  clock: () => number
  wrongTokens: RequestHandler
}): Router {
  const router = express.Router()
  if (token === undefined) return router.use(localOnly)

  router.post('/sign-in', express.urlencoded({ extended: false, limit: '4kb' }), (request, response, next) => {
    const { token: given, to } = (request.body ?? {}) as Record<string, unknown>
    const target = ownPath(request, typeof to === 'string' ? to : '')
    if (typeof given !== 'string' || !isSame(given.trim(), token)) {
      const refuse = () => askToSignIn(request, response, target, true)
      return void wrongTokens(request, response, (error?: unknown) => (error === undefined ? refuse() : next(error)))
    }
    const { value, maxAgeMs } = newSession(token, clock())
    response.cookie(COOKIE, value, { ...cookieOptions(request), maxAge: maxAgeMs })
    response.redirect(303, target)
  })
  router.post('/sign-out', (request, response) => {
    response.clearCookie(COOKIE, cookieOptions(request))
    response.redirect(303, `${request.baseUrl}/`)
  })
  router.use((request, response, next) => {
    if (isSession(cookieOf(request) ?? '', token, clock())) return next()
    askToSignIn(request, response, ownPath(request, request.originalUrl), false)
  })
  return router
}

const localOnly: RequestHandler = (request, response, next) => {
  if (isLocal(request)) return next()
  response.status(403).type('html').send(messagePage('Not from here', NOT_LOCAL))
}

function askToSignIn(request: Request, response: Response, to: string, wasWrong: boolean): void {
  response
    .status(401)
    .type('html')
    .send(signInPage({ action: `${request.baseUrl}/sign-in`, to, wasWrong }))
}

/** Strict: no other site's page can use it. Secure where the visitor came by TLS, as far as can be seen: whoever claims it
 * falsely only loses the own cookie. */
const cookieOptions = (request: Request) => ({
  httpOnly: true,
  sameSite: 'strict' as const,
  secure: request.secure || request.headers['x-forwarded-proto'] === 'https',
  path: request.baseUrl,
})

function cookieOf({ headers: { cookie = '' } }: Request): string | undefined {
  const pairs = cookie.split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1)
}

/** Where to go after signing in: a path of ours, or the pages' first. Of an address elsewhere only the path is looked at. */
function ownPath({ baseUrl }: Request, to: string): string {
  const url = URL.parse(to, 'http://own')
  return url?.pathname.startsWith(`${baseUrl}/`) ? url.pathname + url.search : `${baseUrl}/`
}
