import { oneLine } from './visible-text.ts'

/** Text from strangers as code, where Markdown finds no link, mention or emphasis. A code span cannot hold every character
 * in every place (a bar ends a table cell), so odd text becomes a `<code>` element with all of its punctuation as references. */
export function code(text: string): string {
  const line = oneLine(text)
  if (line === '') return '<code></code>'
  return /[`|\\<&@]/.test(line) ? `<code>${references(line)}</code>` : `\`${line}\``
}

/** Sentences that may hold text from strangers: no Markdown, no HTML, no mention, no link. GitHub and GitLab look for
 * mentions, numbers and addresses after references are read, so an unseen space parts those. */
export function prose(text: string): string {
  return oneLine(text)
    .replace(/[!#$%&@~](?=\w)|:(?=\/\/)|\bwww(?=\.)/gi, '$&\u200b')
    .replace(/[!#$&*<>@[\\\]_`{|}~]/g, reference)
    .replaceAll('\u200b', '&#8203;')
}

const references = (text: string): string => text.replace(/[^\w\s]/gu, reference)

const reference = (char: string): string => `&#${char.codePointAt(0)};`
