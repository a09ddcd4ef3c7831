/** What is wrong in a config, so that the person who wrote it can mend it: each line says where, what it is, what is
 * allowed and what to do. Exit code 2. */
export class ConfigMistake extends Error {
  override name = 'ConfigMistake'
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}
