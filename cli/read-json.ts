import { readFileSync } from 'node:fs'
import { oneLine } from '../reports/visible-text.ts'
import { UsageMistake } from './usage-mistake.ts'

/** Reads a JSON file that may be anybody's.
 * @param option what named the file, for messages: '--base'
 * @throws {UsageMistake} where there is none, or it is no JSON */
export function readJSON(file: string, option: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new UsageMistake(`${option}: ${file}: there is no such file.`)
    // The message quotes the file, whose lines a CI would read as commands of its own.
    throw new UsageMistake(`${option}: ${file} cannot be read as JSON: ${oneLine(message)}`)
  }
}
