/** All that judges a build and tells the verdict, in one place, so that it can be loaded while files are being compressed. */
export { toJSON } from '../../reports/to-json.ts'
export { writeReports } from '../outputs/write-reports.ts'
export { writeUnmeasured } from '../outputs/write-unmeasured.ts'
export { presentReport } from '../present-report.ts'
export { sizeReport } from './size-report.ts'
