/** Everything that a mail address may touch, taken as a whole, and an address in it; `%2540` is a `@` encoded twice. */
const ADDRESS_RUN = /[\p{L}\p{N}._%+'@-]+/gu
const ADDRESS = /(@|%(25)*40)[^@]*\.\p{L}{2}/iu

/** What may tell one person or one object from another, replaced by what it is, before it leaves the page: `:email`, `:uuid`,
 * `:number` (7 digits or more), `:hash`, `:token`. As `maskIdentifiers` and `isSeparatedToken` in measurement/, which are the collector's
 * (a test holds them together): what is masked here still belongs to the same page there. No lookbehind: older Safaris
 * would not read the script at all. */
export const maskIdentifiers = (text: string): string =>
  text
    .replace(ADDRESS_RUN, (run) => (ADDRESS.test(run) ? ':email' : run))
    .replace(/(^|[^\da-z]|%..)[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}(?![\da-z])/gi, '$1:uuid')
    .replace(/%[\da-f]{2}|[a-z\d]{7,}/gi, (word) =>
      !/^(?=.*\d)\w{7}/.test(word)
        ? word
        : !/\D/.test(word)
          ? ':number'
          : !word[7]
            ? word
            : !/[^\da-f]/i.test(word)
              ? ':hash'
              : isRandom(word, word[19] ? 5 : 3)
                ? ':token'
                : word,
    )

/** Random text changes between digits, capitals and small letters all the time. */
const isRandom = (word: string, length: number): boolean => {
  const { length: changes } = word.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g) ?? []
  return changes > 2 && changes * length >= word.length
}

/** The same of a path, where a whole segment may be an id with separators in it, as nanoid makes them. */
export const maskPath = (path: string): string =>
  path.replace(/[^/]+/g, (segment) =>
    /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\w-]{16,}$/.test(segment) && isRandom(segment, 3)
      ? ':token'
      : maskIdentifiers(segment),
  )
