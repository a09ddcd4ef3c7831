/** What writes and shows the reports, in one place, so that it can be loaded while files are being compressed. */
export { toJSON } from '../../reports/to-json.ts'
export { writeReports } from '../outputs/write-reports.ts'
export { presentReport } from '../present-report.ts'
