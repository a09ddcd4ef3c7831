/** Whether a version is in a range of the two forms that our peers have, `^1.2.3` and `>=1.2.3`
 * (https://github.com/npm/node-semver#ranges). What follows a dash in a version is left out of account.
 * @throws Error for another form */
export function isInRange(version: string, range: string): boolean {
  const [, form, lowest] = /^(\^|>=)(\d+\.\d+\.\d+)$/.exec(range) ?? []
  if (!form || !lowest) throw new Error(`The range ${range} is not of the form ^1.2.3 or >=1.2.3`)
  const [has, needs] = [numbers(version), numbers(lowest)]
  const firstOther = has.findIndex((number, index) => number !== needs[index])
  const isLower = firstOther >= 0 && has[firstOther]! < needs[firstOther]!
  return !isLower && (form === '>=' || has[0] === needs[0])
}

const numbers = (version: string): number[] => version.replace(/[-+].*$/, '').split('.').map(Number)
