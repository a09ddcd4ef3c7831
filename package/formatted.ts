import { format, resolveConfig } from 'prettier'

/** Text as the repo's own formatter leaves it, so that what is generated passes its check.
 * @param file whose ending says what it is */
export async function formatted(file: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(file)), filepath: file })
}
