import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** How a command names the port that it listens on: 'PORT=5000 node …', '--port 5000', '-p 5000'. */
const IN_COMMAND = [/\bPORT=(\d{2,5})\b/, /--port[= ](\d{2,5})\b/, /(?:^|\s)-p[= ]?(\d{2,5})\b/, /\s-l[= ](\d{2,5})\b/]

/** How code names it: `process.env.PORT || 3000`, `.listen(3000`, `port = 3000`. */
const IN_CODE = [
  /\bPORT\b['"\]]?\s*\)?\s*(?:\|\||\?\?)\s*['"]?(\d{2,5})\b/i,
  /\.listen\(\s*\{?\s*(?:port\s*:\s*)?['"]?(\d{2,5})\b/i,
  /\bport['"]?\s*[:=]\s*['"]?(\d{2,5})\b/i,
]

const ENTRIES = ['server', 'app', 'index', 'main', 'src/server', 'src/app', 'src/index', 'src/main', 'bin/www']
const ENDINGS = ['', '.js', '.mjs', '.cjs', '.ts', '.mts']

/** The port that a command names. */
export const portIn = (command: string): number | undefined => firstPort(IN_COMMAND, command)

/** The port that a Node server's `.env` or code names: the file that its command starts, else the usual ones. */
export function findPort(folder: string, command: string): number | undefined {
  const fromEnv = firstPort([/^\s*PORT\s*=\s*['"]?(\d{2,5})\b/m], read(join(folder, '.env')))
  if (fromEnv !== undefined) return fromEnv
  const started = [...command.matchAll(/[\w./-]+\.[cm]?[jt]s\b/g)].map(([file]) => file)
  for (const name of [...started, ...ENTRIES.flatMap((entry) => ENDINGS.map((ending) => entry + ending))]) {
    const found = firstPort(IN_CODE, read(join(folder, name)))
    if (found !== undefined) return found
  }
  return undefined
}

function firstPort(patterns: readonly RegExp[], text: string): number | undefined {
  for (const pattern of patterns) {
    const port = Number(pattern.exec(text)?.[1])
    if (port >= 1 && port <= 65_535) return port
  }
  return undefined
}

function read(file: string): string {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  } catch {
    return '' // a folder of that name
  }
}
