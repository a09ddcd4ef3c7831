import { readFile, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import express, { type Express, type Request, type Response } from 'express'

/** Files that hosts compress on their way. Others are compressed already, or too rare to matter. */
const COMPRESSED = new Set('.html .htm .js .mjs .css .svg .json .xml .txt .map .wasm .webmanifest'.split(' '))
/** What hosts and CDNs choose for files that they compress when they are asked for. */
const BROTLI_QUALITY = 5

/** Serves a folder as a static host does: index.html for folders, '/about' for about.html, 404.html where there is one, and
 * text compressed for browsers that take it.
 * @param root absolute */
export function previewApp(root: string, { single }: { single: boolean }): Express {
  const app = express().disable('x-powered-by')
  const bodies: Bodies = new Map()
  app.use(async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return void response.set('Allow', 'GET, HEAD').sendStatus(405)
    const file = await findFile(root, request.path)
    if (file === 'folder') return response.redirect(301, `${request.path.replace(/^\/+/, '/')}/`)
    if (file !== undefined) return send({ file, status: 200, request, response, bodies })
    // A route of a single-page app has no ending; a file that is missing is missing.
    const isRoute = single && extname(request.path) === ''
    const page = await findFile(root, isRoute ? '/index.html' : '/404.html')
    if (page === undefined) return void response.status(404).type('txt').send('There is no such file.\n')
    return send({ file: page, status: isRoute ? 200 : 404, request, response, bodies })
  })
  return app
}

/** @returns 'folder' for one whose address lacks its last slash, `undefined` where there is nothing to serve */
async function findFile(root: string, path: string): Promise<string | undefined> {
  let name: string
  try {
    name = decodeURIComponent(path)
  } catch {
    return undefined
  }
  // What begins with a dot is nobody's business, and '..' would leave the folder.
  if (name.includes('\0') || name.split(/[/\\]/).some((part) => part.startsWith('.') && part !== '.well-known'))
    return undefined
  const file = join(root, name)
  if (file !== root && !file.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined
  if (name.endsWith('/')) return (await isFile(join(file, 'index.html'))) ? join(file, 'index.html') : undefined
  if (await isFile(file)) return file
  if (await isFile(`${file}.html`)) return `${file}.html`
  return (await isFile(join(file, 'index.html'))) ? 'folder' : undefined
}

const isFile = async (file: string): Promise<boolean> => (await stat(file).catch(() => undefined))?.isFile() ?? false

type Sending = {
  file: string
  status: number
  request: Request
  response: Response
  bodies: Bodies
}

/** Compressed bodies by file and encoding, of the time that the file has: each is made once. */
type Bodies = Map<string, { mtimeMs: number; body: Promise<Buffer> }>

async function send({ file, status, request, response, bodies }: Sending): Promise<void> {
  const { mtimeMs } = await stat(file)
  response.status(status).type(extname(file) || 'bin')
  if (!COMPRESSED.has(extname(file))) return sendWhole(response, file)
  response.vary('Accept-Encoding')
  // Asked one by one: of several that a browser likes as much, the first that it names would win.
  const encoding = (['br', 'gzip'] as const).find((each) => request.acceptsEncodings(each) === each)
  if (encoding === undefined) return sendWhole(response, file)
  const key = `${encoding} ${file}`
  const known = bodies.get(key)
  const body = known?.mtimeMs === mtimeMs ? known.body : readFile(file).then(COMPRESS[encoding])
  bodies.set(key, { mtimeMs, body })
  body.catch(() => bodies.delete(key))
  response
    .set('Content-Encoding', encoding)
    .set('Cache-Control', 'public, max-age=0')
    .send(await body)
}

function sendWhole(response: Response, file: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  response.sendFile(file, { dotfiles: 'allow' }, (error?: Error) => {
    // A browser that goes elsewhere in the middle is no failure of ours.
    if (error && !response.headersSent) reject(error)
    else resolve()
  })
  return promise
}

const COMPRESS = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
}
