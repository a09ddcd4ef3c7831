import type { IncomingMessage } from 'node:http'

/** What a stranger sent cannot be served; the message is sent to them as plain text. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const LONGEST_BODY = 8_192

/** The posted text.
 * @throws Refusal above 8 KiB */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > LONGEST_BODY) throw new Refusal(413, `The body is too long, expected at most ${LONGEST_BODY} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** One cookie's value; absent when it was not sent. */
export const readCookie = (header: string | undefined, name: string): string | undefined =>
  header
    ?.split(';')
    .map((pair) => pair.trim().split('='))
    .find(([key]) => key === name)?.[1]

/** The path's text, with %20 and the like read.
 * @throws Refusal where the escapes are broken */
export function readPath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new Refusal(400, 'The path holds a broken % escape.')
  }
}
